"""Corrections in a file of JSON Lines, on one's own machine."""

import fcntl
import json
from pathlib import Path
from typing import BinaryIO

from handlers.common.errors import ApiError
from handlers.common.observability import log_failure
from handlers.corrections.correction import Correction


class File:
    """A file with a correction in each line, and the names of a table's attributes as keys.

    Processes that share it wait for each other.

    Parameters
    ----------
    path
        Of the file; it and its folder are made when they are needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, correction: Correction) -> Correction:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)  # until it is closed
                kept = _find(file, correction)
                if kept is None:
                    _append(file, correction)
                return kept or correction
        except OSError as error:
            log_failure("the file cannot be written", error)
            raise ApiError("store_failed", "the correction could not be kept") from None


def _find(file: BinaryIO, correction: Correction) -> Correction | None:
    """Return the one that is kept under the id of a correction."""
    file.seek(0)
    for line in file:
        kept = _read(line)
        if kept and kept.id == correction.id and kept.expires > correction.created_at:
            return kept
    return None


def _read(line: bytes) -> Correction | None:
    """Read a line; nothing, where it holds no correction, as half of one does after a crash."""
    try:
        return Correction.from_item(json.loads(line))
    except (AttributeError, TypeError, ValueError):
        return None


def _append(file: BinaryIO, correction: Correction) -> None:
    line = json.dumps(correction.item(), ensure_ascii=False).encode() + b"\n"
    if file.seek(0, 2) > 0:
        file.seek(-1, 2)
        line = line if file.read(1) == b"\n" else b"\n" + line
    file.write(line)
