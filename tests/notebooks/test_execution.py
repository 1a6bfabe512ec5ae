"""Every notebook from its first cell to its last, shortened, in a kernel of its own."""

import pytest

from infrastructure.bundle.errors import BundleError
from infrastructure.bundle.interpreter import find_interpreter
from tests.parts import need
from tests.started_api import ROOT


@pytest.fixture(autouse=True)
def parts(node):
    need((ROOT / "build/base/.installed").exists(), "the base checkpoint is not there (make notebooks)")
    need((ROOT / ".venv-launch/.installed").exists(), "SageMaker's SDK is not installed (make launch)")
    try:
        find_interpreter(ROOT / "build")
    except BundleError as error:
        need(False, str(error))


def test_it_runs_to_its_end(path, executed):
    shown = executed(path)

    assert any("image/png" in output.get("data", {}) for output in shown), "it draws nothing"
    assert [output for output in shown if output.output_type == "error"] == []
