"""The smoke test of a deployed service, asked of the API as `make start` runs it."""

import os
import subprocess
import sys

from tests.started_api import ROOT


def smoke(api, *flags):
    return subprocess.run(
        [sys.executable, "-m", "infrastructure.smoke", "--url", api.url, "--patience", "0", *flags],
        cwd=ROOT,
        env=os.environ | {"API_KEY": api.key},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_service_that_works_passes(api, classifier):
    description = classifier.description

    done = smoke(api, "--model", description.name, "--version", description.version)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\nok") == 6
    assert f"{description.name} {description.version}, local" in done.stdout
    assert api.key not in done.stdout


def test_a_service_with_another_model_does_not(api):
    done = smoke(api, "--version", "0.0.1")

    assert done.returncode == 1
    assert done.stderr == "failed: health, one headline, batch\n"
