import tarfile
from pathlib import Path

from tests.artifacts import make_artifact
from training.release.model_folder import write_model_folder
from training.release.tarball import build_tarball


def test_it_is_what_the_tarball_unpacks_to(tmp_path: Path) -> None:
    artifact = make_artifact(tmp_path / "words", {"shares": (4.0, 0.0)})
    build_tarball(artifact, [], tmp_path / "model.tar.gz")

    write_model_folder(artifact, [], tmp_path / "folder")

    with tarfile.open(tmp_path / "model.tar.gz") as tar:
        packed = {name: tar.extractfile(name).read() for name in tar.getnames()}
    found = {path: path.read_bytes() for path in (tmp_path / "folder").rglob("*") if path.is_file()}
    assert {path.relative_to(tmp_path / "folder").as_posix(): data for path, data in found.items()} == packed
