import tarfile
from pathlib import Path

import pytest

from model.artifact import FILES, MANIFEST, open_artifact
from tests.artifacts import make_artifact
from training.release import build_tarball
from training.release.errors import ReleaseError
from training.release.packed import open_packed


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    return make_artifact(tmp_path / "artifact", {"shares": (1, 0), "flu": (0, 1)})


def test_a_folder_is_taken_as_it_is(artifact: Path) -> None:
    with open_packed(str(artifact)) as (folder, tarball):
        assert (folder, tarball) == (artifact, None)


@pytest.mark.parametrize("prefix", ["", "./"])
def test_of_a_tarball_the_artifact_is_unpacked_and_nothing_else(
    artifact: Path, tmp_path: Path, prefix: str
) -> None:
    packed = tmp_path / "model.tar.gz"
    with tarfile.open(packed, "w:gz") as tar:
        tar.add(artifact, f"{prefix}artifact")
        tar.add(__file__, f"{prefix}artifact/../../escaped.py")
        tar.add(__file__, f"{prefix}code/inference.py")

    with open_packed(str(packed)) as (folder, tarball):
        assert tarball == packed
        assert sorted(path.name for path in folder.iterdir()) == sorted((MANIFEST, *FILES))
        assert open_artifact(folder).manifest == open_artifact(artifact).manifest

    assert not folder.exists()
    assert not list(tmp_path.parent.rglob("escaped.py"))


def test_what_build_packs_is_taken_back(artifact: Path, tmp_path: Path) -> None:
    build_tarball(artifact, [], tmp_path / "model.tar.gz")

    with open_packed(str(tmp_path / "model.tar.gz")) as (folder, _):
        assert open_artifact(folder).manifest == open_artifact(artifact).manifest


@pytest.mark.parametrize(
    ("content", "said"), [(None, "is not there"), (b"no tarball", r"cannot be read as a \.tar\.gz")]
)
def test_what_is_no_tarball_is_named(tmp_path: Path, content: bytes | None, said: str) -> None:
    packed = tmp_path / "model.tar.gz"
    if content is not None:
        packed.write_bytes(content)

    with pytest.raises(ReleaseError, match=rf"model\.tar\.gz {said}"), open_packed(str(packed)):
        pass


def test_a_tarball_without_an_artifact_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as tar:
        tar.add(__file__, "network/model.safetensors")

    with (
        pytest.raises(ReleaseError, match=r"holds no artifact: it lacks artifact/manifest\.json"),
        open_packed(str(tmp_path / "model.tar.gz")),
    ):
        pass


def test_a_folder_in_s3_is_refused() -> None:
    with (
        pytest.raises(ReleaseError, match=r"s3://bucket/models/news is no \.tar\.gz file"),
        open_packed("s3://bucket/models/news"),
    ):
        pass
