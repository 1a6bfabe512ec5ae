"""The rows that the files of one split bring."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from training.data.errors import DataError
from training.data.layout import Columns, Format, Layout, Quoting, find_layout
from training.data.reading import read_rows
from training.data.row import COLUMNS, BadRow, Row, shown
from training.data.source import Source
from training.data.timestamp import parse_timestamp

Needed = Literal["story", "timestamp"]
"""A column without which a row is of no use."""


@dataclass(frozen=True)
class Reading:
    """How files are to be read; the fields are those of `training.data.layout.find_layout`."""

    columns: Columns
    form: Format
    quoting: Quoting
    encoding: str
    progress: bool

    def of_text(self) -> "Reading":
        """Return how to read files of which the text alone counts, each by its own form."""
        return replace(self, columns=Columns(self.columns.text, labelled=False), form="auto")


@dataclass(frozen=True)
class Part:
    """What was read for one split.

    Attributes
    ----------
    sources
        Name, format, number of rows and SHA-256 of every file, as `dataset.json` has them.
    layouts
        How each was read.
    rows, bad
        The rows of all of them, labels as they stand in the files, and those that cannot be used.
    """

    sources: list[dict[str, Any]]
    layouts: list[Layout]
    rows: list[Row]
    bad: list[BadRow]


def read_part(sources: Sequence[Source], reading: Reading, needed: Needed | None) -> Part:
    """Read the files of one split.

    Parameters
    ----------
    sources
        The files, in order.
    reading
        How to read them.
    needed
        The column without which a row is bad; None where text and label will do.

    Raises
    ------
    DataError
        If a file cannot be read, has no rows, or lacks the needed column.
    """
    part = Part([], [], [], [])
    for source in sources:
        layout = find_layout(
            source.path,
            source.name,
            form=reading.form,
            columns=reading.columns,
            quoting=reading.quoting,
            encoding=reading.encoding,
        )
        if needed and layout.columns[2 + COLUMNS.index(needed)] is None:
            option = "story" if needed == "story" else "time"
            raise DataError(
                f"{source.name} has no column {needed!r}, which --split {option} needs; "
                f"--{option}-column names another"
            )
        before = len(part.rows) + len(part.bad)
        for row in read_rows(
            source.path, source.name, layout, encoding=reading.encoding, progress=reading.progress
        ):
            if isinstance(row, BadRow):
                part.bad.append(row)
            elif needed and (problem := _lacks(row, needed)):
                part.bad.append(BadRow(row.file, row.number, problem))
            else:
                part.rows.append(row)
        part.layouts.append(layout)
        count = len(part.rows) + len(part.bad) - before
        if count == 0:
            raise DataError(f"{source.name} has no rows")
        part.sources.append(
            {"file": source.name, "format": layout.form, "rows": count, "sha256": source.sha256}
        )
    return part


def _lacks(row: Row, needed: Needed) -> str | None:
    value = getattr(row, needed)
    if value is None:
        return f"no {needed}"
    if needed == "timestamp":
        try:
            parse_timestamp(value)
        except ValueError:
            return f"timestamp {shown(value)} is neither milliseconds since 1970 nor an ISO 8601 date"
    return None
