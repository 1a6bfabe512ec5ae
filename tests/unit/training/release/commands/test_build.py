from pathlib import Path

import pytest

from training.release.__main__ import main


def test_an_artifact_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.release.commands.build.fetch_wheels", lambda *_: [])

    assert main(["build", str(tmp_path / "none"), "--out", str(tmp_path / "model.tar.gz")]) == 2

    assert "has no manifest.json" in capsys.readouterr().err


def test_ctrl_c_leaves_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("training.release.commands.build.fetch_wheels", interrupted)

    assert main(["build", str(tmp_path / "none"), "--out", str(tmp_path / "model.tar.gz")]) == 130

    assert capsys.readouterr().err == f"\nstopped; {tmp_path / 'model.tar.gz'} was not written\n"
