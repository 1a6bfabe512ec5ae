"""A zip that the same content makes byte for byte the same."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

from infrastructure.bundle.errors import BundleError

DATE = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can tell."""
MODE = 0o100_644
"""A file that all may read: Lambda runs as a user of its own."""


def write_archive(folder: Path, paths: Iterable[str], out: Path, most: int) -> int:
    """Pack files of a folder, in the order of their names; what stood at `out` stays where it fails.

    Parameters
    ----------
    folder, paths
        The files.
    out
        The zip to write.
    most
        Bytes it may have.

    Returns
    -------
    int
        Bytes it has.

    Raises
    ------
    BundleError
        If that is more.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f"{out.name}.part")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for path in sorted(paths):
                entry = zipfile.ZipInfo(path, DATE)
                entry.external_attr = MODE << 16
                entry.create_system = 3  # so that the mode counts, wherever it was made
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, (folder / path).read_bytes())
        size = draft.stat().st_size
        if size > most:
            raise BundleError(f"it has {size:,} bytes zipped, more than {most:,}")
        draft.replace(out)
        return size
    finally:
        draft.unlink(missing_ok=True)
