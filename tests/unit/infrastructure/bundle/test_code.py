from pathlib import Path

from infrastructure.bundle.code import read_code


def test_ours_is_there_and_no_byproduct(tmp_path: Path) -> None:
    for path in (
        *("handlers/web.py", "handlers/static/page.js", "handlers/__pycache__/web.pyc"),
        *("model/release/model.onnx", "model/release.candidate/model.onnx", "training/train.py"),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)

    found = dict(read_code(tmp_path))

    assert found.keys() == {"handlers/web.py", "handlers/static/page.js", "model/release/model.onnx"}
    assert found["handlers/static/page.js"] == b"handlers/static/page.js"
