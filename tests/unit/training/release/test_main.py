from pathlib import Path

import pytest

from training.release.__main__ import main


def test_an_artifact_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.release.__main__.fetch_wheels", lambda *_: [])

    assert main(["build", str(tmp_path / "none"), "--out", str(tmp_path / "model.tar.gz")]) == 2

    assert "has no manifest.json" in capsys.readouterr().err
