from pathlib import Path

import nbformat
import pytest

from tests.started_api import ROOT

WALKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=WALKS, ids=[walk.stem for walk in WALKS])
def path(request) -> Path:
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)
