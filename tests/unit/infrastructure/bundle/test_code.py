from pathlib import Path

import pytest

from infrastructure.bundle.code import read_code
from infrastructure.bundle.contents import AUTHORIZER, FUNCTIONS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in (
        *("handlers/web.py", "handlers/static/page.js", "handlers/__pycache__/web.pyc"),
        *("handlers/__init__.py", "handlers/authorize.py", "handlers/authorization/keys.py"),
        *("model/release/model.onnx", "model/release.candidate/model.onnx", "training/train.py"),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    return tmp_path


def test_ours_is_there_and_no_byproduct(root: Path) -> None:
    found = dict(read_code(FUNCTIONS, root))

    assert found.keys() == {
        *("handlers/__init__.py", "handlers/web.py", "handlers/static/page.js", "model/release/model.onnx")
    }
    assert found["handlers/static/page.js"] == b"handlers/static/page.js"


def test_what_checks_tokens_is_packed_by_itself(root: Path) -> None:
    found = dict(read_code(AUTHORIZER, root))

    assert found.keys() == {"handlers/__init__.py", "handlers/authorize.py", "handlers/authorization/keys.py"}
