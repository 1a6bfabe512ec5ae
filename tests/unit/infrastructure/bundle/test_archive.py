import os
import zipfile
from pathlib import Path

import pytest

from infrastructure.bundle.archive import write_archive
from infrastructure.bundle.errors import BundleError


def make(folder: Path, order: list[str]) -> Path:
    folder.mkdir()
    for name in order:
        (folder / name).write_text(name * 100)
    return folder


def test_neither_order_nor_time_nor_mode_is_in_the_bytes(tmp_path: Path) -> None:
    one, other = make(tmp_path / "one", ["a.py", "b.py"]), make(tmp_path / "other", ["b.py", "a.py"])
    os.utime(other / "a.py", (1_000_000_000, 1_000_000_000))
    (other / "b.py").chmod(0o600)

    write_archive(one, ["a.py", "b.py"], tmp_path / "one.zip", 10_000)
    write_archive(other, ["b.py", "a.py"], tmp_path / "other.zip", 10_000)

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()
    assert zipfile.ZipFile(tmp_path / "one.zip").read("b.py") == b"b.py" * 100


def test_where_it_fails_nothing_is_left(tmp_path: Path) -> None:
    folder = make(tmp_path / "one", ["a.py"])

    with pytest.raises(FileNotFoundError):
        write_archive(folder, ["a.py", "absent.py"], tmp_path / "one.zip", 10_000)

    assert not list(tmp_path.glob("one.zip*"))


def test_what_is_too_large_replaces_nothing(tmp_path: Path) -> None:
    folder, out = make(tmp_path / "one", ["a.py"]), tmp_path / "one.zip"
    out.write_bytes(b"before")

    with pytest.raises(BundleError, match=r"it has \d+ bytes zipped, more than 10"):
        write_archive(folder, ["a.py"], out, 10)

    assert out.read_bytes() == b"before"
