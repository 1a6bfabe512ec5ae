"""Corrections from their sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from training.data.feedback.correction import Correction, read_correction
from training.data.feedback.source import FeedbackSource
from training.data.json_lines import json_objects
from training.data.lines import read_lines
from training.data.progress import progress_bar
from training.data.row import BadRow

FEEDBACK = "feedback"
"""What they are called beside the splits; they are none."""


@dataclass(frozen=True)
class Corrections:
    """What was read.

    Attributes
    ----------
    sources
        Name, format, number of rows and SHA-256 of every source, as `dataset.json` has them.
    rows, bad
        The corrections, labels as they stand in the sources, and rows that are none.
    expired
        Items that tables still had though they had expired.
    """

    sources: list[dict[str, Any]]
    rows: list[Correction]
    bad: list[BadRow]
    expired: int


def read_corrections(sources: Sequence[FeedbackSource], *, progress: bool) -> Corrections:
    """Read corrections; a source may have none."""
    read = Corrections([], [], [], sum(source.expired for source in sources))
    for source in sources:
        before = len(read.rows) + len(read.bad)
        bar = progress_bar(f"reading {source.name}", source.path.stat().st_size, "B", progress=progress)
        lines = read_lines(source.path, "utf-8", bar)
        for number, content in json_objects(lines, "corrections are in UTF-8"):
            row = (
                BadRow(source.name, number, content)
                if isinstance(content, str)
                else read_correction(source.name, number, content)
            )
            if isinstance(row, BadRow):
                read.bad.append(row)
            else:
                read.rows.append(row)
        count = len(read.rows) + len(read.bad) - before
        read.sources.append(
            {"file": source.name, "format": source.form, "rows": count, "sha256": source.sha256}
        )
    return read
