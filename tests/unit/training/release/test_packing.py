import tarfile
from pathlib import Path

import pytest

from training.release.packing import pack


def test_what_is_packed_is_unpacked(tmp_path: Path) -> None:
    out = tmp_path / "new/packed.tar.gz"

    size = pack({"b/two": b"22", "one": b"1"}, out)

    assert size == out.stat().st_size
    with tarfile.open(out) as tar:
        found = {entry.name: (tar.extractfile(entry).read(), entry.mode, entry.mtime) for entry in tar}  # type: ignore[union-attr]
    assert found == {"b/two": (b"22", 0o644, 0), "one": (b"1", 0o644, 0)}


def test_what_cannot_be_packed_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        pack({"one": b"1", "two": 2}, tmp_path / "packed.tar.gz")  # type: ignore[dict-item]

    assert list(tmp_path.iterdir()) == []
