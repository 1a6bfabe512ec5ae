import json
import subprocess
from dataclasses import asdict

import pytest

from tests.started_api import ROOT

HEADLINE = "New treatment for ADHD discovered"


@pytest.fixture
def invoke(sls):
    def invoke(event):
        return subprocess.run(
            [sls, "invoke", "local", "-f", "classify", "-d", json.dumps(event)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    return invoke


def test_prints_the_prediction_and_nothing_else(invoke, classifier):
    run = invoke({"inputs": HEADLINE})

    assert run.returncode == 0
    assert json.loads(run.stdout) == asdict(classifier.classify([HEADLINE])[0])


def test_fails_with_a_reason(invoke):
    run = invoke({"inputs": ""})

    assert run.returncode == 1
    assert "inputs: String should have at least 1 character" in run.stdout + run.stderr
