import tarfile
import zipfile
from pathlib import Path

import pytest

from model.artifact import FILES, MANIFEST, sha256
from model.errors import ArtifactError
from tests.artifacts import make_artifact
from training.release.errors import ReleaseError
from training.release.tarball import build_tarball, check_tarball


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    return make_artifact(tmp_path / "words", {"shares": (4.0, 0.0)})


def wheel(folder: Path, name: str) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as files:
        files.writestr(f"{name}/__init__.py", "")
        files.writestr(f"{name}/tests/test_it.py", "")
        files.writestr(f"{name}-1.0.dist-info/METADATA", f"Name: {name}\nVersion: 1.0\n")
    return path


def test_it_holds_the_artifact_the_code_and_the_libraries(artifact: Path, tmp_path: Path) -> None:
    out = tmp_path / "build" / "model.tar.gz"

    size = build_tarball(artifact, [wheel(tmp_path, "quick")], out)

    with tarfile.open(out) as tar:
        names = set(tar.getnames())
        assert tar.extractfile("artifact/model.onnx").read() == (artifact / "model.onnx").read_bytes()
    assert size == out.stat().st_size
    assert {name for name in names if not name.startswith("code/model/")} == {
        "MAR-INF/MANIFEST.json",
        "artifact/MODEL_CARD.md",
        "artifact/manifest.json",
        "artifact/model.onnx",
        "artifact/tokenizer.json",
        "code/inference.py",
        "code/libraries/quick/__init__.py",
        "code/libraries/quick-1.0.dist-info/METADATA",
    }
    assert {"code/model/inference.py", "code/model/backends/local.py"} <= names


def test_the_same_input_gives_the_same_bytes(artifact: Path, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.tar.gz", "b.tar.gz")]

    for file in files:
        build_tarball(artifact, [wheel(tmp_path, "quick")], file)

    assert files[0].read_bytes() == files[1].read_bytes()


def test_an_altered_artifact_is_not_packed(artifact: Path, tmp_path: Path) -> None:
    (artifact / "model.onnx").write_bytes(b"other")

    with pytest.raises(ArtifactError, match=r"model\.onnx of .* has SHA-256"):
        build_tarball(artifact, [], tmp_path / "model.tar.gz")

    assert not list(tmp_path.glob("model.tar.gz*"))


def test_two_files_of_one_name_are_refused(artifact: Path, tmp_path: Path) -> None:
    quick = wheel(tmp_path, "quick")

    with pytest.raises(
        ReleaseError, match=r"code/libraries/quick/__init__\.py comes twice into what an endpoint"
    ):
        build_tarball(artifact, [quick, quick], tmp_path / "model.tar.gz")


def test_a_tarball_is_known_to_be_of_its_artifact(artifact: Path, tmp_path: Path) -> None:
    build_tarball(artifact, [], tmp_path / "model.tar.gz")
    files = {name: sha256((artifact / name).read_bytes()) for name in (*FILES, MANIFEST)}

    check_tarball(tmp_path / "model.tar.gz", files)

    with pytest.raises(ReleaseError, match=r"was not packed from this artifact: its model\.onnx differ"):
        check_tarball(tmp_path / "model.tar.gz", files | {"model.onnx": "00" * 32})


@pytest.mark.parametrize("damage", ["none", "no archive", "cut"])
def test_what_is_no_tarball_is_named(artifact: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "model.tar.gz"
    if damage == "cut":
        build_tarball(artifact, [], path)
        path.write_bytes(path.read_bytes()[:-200])
    elif damage == "no archive":
        path.write_bytes(b"<html>")

    with pytest.raises(ReleaseError, match=r"is not there; `python|cannot be read as a \.tar\.gz"):
        check_tarball(path, {})
