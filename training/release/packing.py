"""Packing files as a `.tar.gz`."""

import gzip
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path


def pack(content: Mapping[str, bytes], out: Path) -> int:
    """Write files into a `.tar.gz`; the same files give the same bytes.

    Parameters
    ----------
    content
        The files by their paths in it.
    out
        The file to write; it appears when it is whole.

    Returns
    -------
    int
        Bytes written.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f"{out.name}.part")
    try:
        with (
            draft.open("wb") as file,
            # Without a name and at the epoch, so that the bytes tell neither when nor where they were made.
            gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0, compresslevel=6) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
        ):
            for name in sorted(content):
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode = len(content[name]), 0o644
                tar.addfile(entry, io.BytesIO(content[name]))
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return out.stat().st_size
