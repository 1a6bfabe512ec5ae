"""An artifact by its folder, or by the `model.tar.gz` that a training job left."""

import tarfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from model.artifact import FILES, FOLDER, MANIFEST
from model.storage import is_s3_uri
from training.data.source import open_source
from training.release.errors import ReleaseError

PACKED = ".tar.gz"


@contextmanager
def open_packed(address: str) -> Iterator[tuple[Path, Path | None]]:
    """Provide an artifact as a folder, which is a temporary one where it was packed.

    Parameters
    ----------
    address
        Its folder; or a `model.tar.gz`, here or as `s3://bucket/key`.

    Yields
    ------
    tuple of Path and Path or None
        The folder, and the tarball it came in.

    Raises
    ------
    ReleaseError
        If a tarball is not there, cannot be read, or holds no artifact.
    DataError
        If it cannot be had from S3.
    """
    if not address.endswith(PACKED):
        if is_s3_uri(address):
            raise ReleaseError(f"{address} is no {PACKED} file; of S3, a model{PACKED} is taken")
        yield Path(address), None
        return
    if not is_s3_uri(address) and not Path(address).is_file():
        raise ReleaseError(f"{address} is not there")
    with ExitStack() as stack:
        source = stack.enter_context(
            open_source(address if is_s3_uri(address) else Path(address), progress=True)
        )
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="newsdesk-")))
        _unpack(source.path, folder, address)
        yield folder, source.path


def _unpack(tarball: Path, folder: Path, address: str) -> None:
    """Write the files of the artifact, by their known names and no others."""
    wanted = {f"{FOLDER}/{name}": name for name in (MANIFEST, *FILES)}
    try:
        with tarfile.open(tarball, "r:gz") as tar:
            for entry in tar:
                name = wanted.get(entry.name.removeprefix("./"))
                content = tar.extractfile(entry) if name else None
                if name and content:
                    (folder / name).write_bytes(content.read())
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise ReleaseError(f"{address} cannot be read as a {PACKED}: {error}") from None
    missing = [name for name in wanted.values() if not (folder / name).is_file()]
    if missing:
        raise ReleaseError(f"{address} holds no artifact: it lacks {FOLDER}/{missing[0]}")
