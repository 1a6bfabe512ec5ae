import json
from pathlib import Path

import pytest

from infrastructure.bundle.code import ROOT, read_code
from infrastructure.bundle.errors import BundleError


@pytest.fixture
def wsgi(tmp_path: Path) -> Path:
    folder = tmp_path / "serverless-wsgi"
    folder.mkdir()
    for name in ("serverless_wsgi.py", "wsgi_handler.py"):
        (folder / name).write_text("wsgi = 1")
    return folder


def test_ours_is_there_and_no_byproduct(tmp_path: Path, wsgi: Path) -> None:
    for path in (
        *("handlers/web.py", "handlers/static/page.js", "handlers/__pycache__/web.pyc"),
        *("model/release/model.onnx", "model/release.candidate/model.onnx", "training/train.py"),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)

    found = dict(read_code(tmp_path, wsgi))

    assert found.keys() == {
        *("handlers/web.py", "handlers/static/page.js", "model/release/model.onnx"),
        *("serverless_wsgi.py", "wsgi_handler.py", ".serverless-wsgi"),
    }
    assert found["handlers/static/page.js"] == b"handlers/static/page.js"


def test_the_page_is_the_app_that_serverless_yml_names(wsgi: Path) -> None:
    config = json.loads(dict(read_code(ROOT, wsgi))[".serverless-wsgi"])

    assert f"app: {config['app']}\n" in (ROOT / "serverless.yml").read_text(encoding="utf-8")


def test_without_serverless_wsgi_its_installation_is_named(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"serverless_wsgi.py of serverless-wsgi is missing: `npm ci`"):
        dict(read_code(ROOT, tmp_path))
