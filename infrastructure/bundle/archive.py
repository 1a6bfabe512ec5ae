"""A zip that the same content makes byte for byte the same."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

DATE = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can tell."""
MODE = 0o100_644
"""A file that all may read: Lambda runs as a user of its own."""


def write_archive(folder: Path, paths: Iterable[str], out: Path) -> None:
    """Pack files of a folder, in the order of their names; nothing is left of `out` where it fails."""
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
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
