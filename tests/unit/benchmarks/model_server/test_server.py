import io
import tarfile
from pathlib import Path

import pytest

from benchmarks.model_server import server
from benchmarks.model_server.server import missing, unpack


def test_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PYTHON", tmp_path / "python")
    assert missing() == "the model server is not installed (make .venv-server/.installed)"

    (tmp_path / "python").touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing() == "the model server needs Java 11 or newer"

    (tmp_path / "java").touch(mode=0o755)
    assert missing() is None


def test_a_tarball_becomes_the_folder_of_a_model(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as tar:
        entry = tarfile.TarInfo("code/inference.py")
        tar.addfile(entry, io.BytesIO())

    unpack(tmp_path / "model.tar.gz", tmp_path / "server")

    assert (tmp_path / "server/model/code/inference.py").is_file()
