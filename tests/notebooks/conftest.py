import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.started_api import ROOT

WALKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

PATIENCE = 300
"""Seconds that a cell may take on a loaded machine."""


@pytest.fixture(params=WALKS, ids=[walk.stem for walk in WALKS])
def path(request) -> Path:
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


@pytest.fixture
def executed(monkeypatch):
    """Return what executes a notebook, shortened, in a kernel of its own, and returns what its cells showed."""
    monkeypatch.setenv("NOTEBOOKS_QUICK", "1")
    monkeypatch.setenv("NEWSDESK_CORPUS", "")  # what somebody fetched takes no part
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)

    def run(path: Path):
        notebook = nbformat.read(path, as_version=4)
        place = {"metadata": {"path": str(path.parent)}}
        NotebookClient(notebook, timeout=PATIENCE, resources=place).execute()
        return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]

    return run
