"""A table of corrections as a file for people to look at, and what is in it."""

import shutil
import time
from pathlib import Path

from training.data.errors import LISTED, DataError
from training.data.feedback.confusion import confusion
from training.data.feedback.reading import Corrections, read_corrections
from training.data.feedback.source import is_table, open_feedback


def export(address: str | Path, out: str | Path | None = None, *, progress: bool = True) -> Corrections:
    """Read corrections, and write those of a table as JSON Lines, in order of `created`.

    Parameters
    ----------
    address
        A path, `s3://bucket/key` or `dynamodb://TABLE`.
    out
        The file to write, which must not exist: an earlier one may have been worked on. None to only read.
    progress
        Whether bars show how far it is.

    Raises
    ------
    DataError
        If there is no such source, it cannot be had, or the file may not be written.
    """
    target = None if out is None else Path(out)
    if target is not None and not is_table(address):
        raise DataError(f"--out is for a table, and {address} is a file")
    if target is not None and target.exists():
        raise DataError(f"{target} is there; remove it or choose another --out")
    with open_feedback(address, now=time.time(), progress=progress) as source:
        read = read_corrections([source], progress=progress)
        if target is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.part")
            try:
                shutil.copyfile(source.path, part)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
    return read


def overview(read: Corrections) -> str:
    """Return how many corrections there are, of when, and what they correct, for the terminal."""
    count = len(read.rows)
    lines = ["1 correction" if count == 1 else f"{count:,} corrections"]
    if read.rows:
        in_order = sorted(read.rows, key=lambda row: row.moment)
        texts = sum(row.text is not None for row in read.rows)
        headlines = len({row.headline_key for row in read.rows})
        lines[0] += (
            f" of {'1 headline' if headlines == 1 else f'{headlines:,} headlines'}, {texts:,} with the text"
        )
        lines[0] += f", {in_order[0].created} to {in_order[-1].created}"
        lines += ["", confusion(read.rows)]
    if read.expired:
        lines += ["", f"{read.expired:,} expired, left out"]
    if read.bad:
        more = len(read.bad) - LISTED
        lines += ["", f"{len(read.bad):,} bad rows:", *(f"  {row}" for row in read.bad[:LISTED])]
        lines += [f"  ... and {more:,} more"] if more > 0 else []
    return "\n".join(lines)
