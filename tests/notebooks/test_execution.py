"""Every notebook from its first cell to its last, shortened, in a kernel of its own."""

import os

import pytest
from nbclient import NotebookClient

from tests.parts import need
from tests.started_api import ROOT

PATIENCE = 300
"""Seconds that a cell may take on a loaded machine."""


@pytest.fixture(autouse=True)
def parts(node):
    need((ROOT / "build/base/.installed").exists(), "the base checkpoint is not there (make notebooks)")
    need((ROOT / ".venv-launch/.installed").exists(), "SageMaker's SDK is not installed (make launch)")


def test_it_runs_to_its_end(notebook, path, monkeypatch):
    monkeypatch.setenv("NOTEBOOKS_QUICK", "1")
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)

    NotebookClient(notebook, timeout=PATIENCE, resources={"metadata": {"path": str(path.parent)}}).execute()

    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("image/png" in output.get("data", {}) for output in shown), "it draws nothing"
    assert [output for output in shown if output.output_type == "error"] == []
