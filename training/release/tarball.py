"""`model.tar.gz`: what a SageMaker endpoint unpacks and serves."""

import tarfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import model
from model.artifact import FILES, FOLDER, MANIFEST, open_artifact, sha256
from training.release.errors import ReleaseError
from training.release.packing import pack
from training.release.wheels import files_of

PACKAGE = Path(model.__file__).parent
LIBRARIES = "code/libraries"
HANDLER = b"""\
import sys
from pathlib import Path

# Behind the libraries of the image, which were tested with each other: this is for those it lacks.
sys.path.append(str(Path(__file__).parent / "libraries"))

from model.inference import input_fn, model_fn, output_fn, predict_fn

__all__ = ["input_fn", "model_fn", "output_fn", "predict_fn"]
"""
SERVER_MANIFEST = b'{"specificationVersion": "1.0", "runtime": "python", "model": {"modelName": "model"}}\n'
"""Says nothing, but without it multi-model-server takes any `manifest.json` it finds, ours too, for its own."""
SPARED = (".data/", "/tests/", "/test/", "/include/", "__pycache__/")
"""Parts of a wheel that nothing imports while it serves."""


def build_tarball(artifact: Path, wheels: Sequence[Path], out: Path) -> int:
    """Pack an artifact with the code and the libraries that serve it.

    Nothing is installed when a container starts, so there is no `code/requirements.txt`. The same input gives the
    same bytes.

    Parameters
    ----------
    artifact
        Folder of the artifact; its hashes are checked.
    wheels
        Libraries to unpack into `code/libraries/`.
    out
        The file to write.

    Returns
    -------
    int
        Bytes written.

    Raises
    ------
    ArtifactError
        If the artifact cannot be opened.
    ReleaseError
        If two of the files have one name.
    """
    return pack(content_of(artifact, wheels), out)


def check_tarball(path: Path, files: Mapping[str, str]) -> None:
    """Check that a tarball serves an artifact.

    Parameters
    ----------
    path
        Of the tarball.
    files
        SHA-256 of each file of the artifact, its manifest among them, by name.

    Raises
    ------
    ReleaseError
        If it cannot be read, or what it holds is not that artifact.
    """
    found: dict[str, str] = {}
    try:
        with tarfile.open(path, "r:gz") as tar:
            for entry in tar:
                folder, _, name = entry.name.removeprefix("./").rpartition("/")
                content = tar.extractfile(entry) if folder == FOLDER else None
                if content:
                    found[name] = sha256(content.read())
    except FileNotFoundError:
        raise ReleaseError(f"{path} is not there; `python -m training.release build` writes one") from None
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise ReleaseError(f"{path} cannot be read as a .tar.gz: {error}") from None
    wrong = sorted(name for name, digest in files.items() if found.get(name) != digest)
    if wrong:
        raise ReleaseError(
            f"{path} was not packed from this artifact: its {', '.join(wrong)} differ; build it anew"
        )


def content_of(artifact: Path, wheels: Sequence[Path]) -> dict[str, bytes]:
    """Return the files of a tarball by their paths in it; parameters and errors are those of `build_tarball`."""
    open_artifact(artifact)
    content = {f"{FOLDER}/{name}": (artifact / name).read_bytes() for name in (MANIFEST, *FILES)}
    content |= {"code/inference.py": HANDLER, "MAR-INF/MANIFEST.json": SERVER_MANIFEST}
    for name, data in [*_code(), *_libraries(wheels)]:
        if name in content:
            raise ReleaseError(f"{name} comes twice into what an endpoint unpacks")
        content[name] = data
    return content


def _code() -> Iterator[tuple[str, bytes]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield f"code/model/{path.relative_to(PACKAGE).as_posix()}", path.read_bytes()


def _libraries(wheels: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    for wheel in wheels:
        for path, data in files_of(wheel, lambda path: not any(part in f"/{path}" for part in SPARED)):
            yield f"{LIBRARIES}/{path}", data
