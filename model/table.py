"""Reading a table of any size row by row, so that one broken row costs one row."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes
    ----------
    line
        Number of the line it begins at; the first line of the file is 1.
    text
        The row as it stands in the file, without its line end.
    cells
        Its values; empty when the row cannot be told apart from the next.
    """

    line: int
    text: str
    cells: list[str]


def is_tab_separated(path: Path) -> bool:
    """Return whether a file is read and written as tab-separated, going by its name."""
    return path.suffix.lower() in {".tsv", ".tab"}


def read_table(path: Path) -> Iterator[Row]:
    """Yield the rows of a CSV or TSV file, the header first, in constant memory.

    In a TSV every line is a row and quotes are text. In a CSV a quoted value may span lines (RFC 4180); a quote
    that is never closed costs the line it stands in, not those behind it. Bytes that are not UTF-8 come as lone
    surrogates (PEP 383), so that they can be written back as they were.

    Parameters
    ----------
    path
        The file; its ending decides the format.
    """
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        lines = _without_bom(file)
        yield from _tab_rows(lines) if is_tab_separated(path) else _comma_rows(lines)


def _without_bom(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield line.removeprefix(_BOM) if number == 0 else line


def _tab_rows(lines: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        text = line.rstrip("\r\n")
        yield Row(number, text, text.split("\t"))


def _comma_rows(lines: Iterable[str]) -> Iterator[Row]:
    source, returned, taken = iter(lines), deque[str](), list[str]()

    def feed() -> Iterator[str]:
        while (line := returned.popleft() if returned else next(source, None)) is not None:
            taken.append(line)
            yield line

    number = 1
    while True:
        taken.clear()
        try:
            cells = next(csv.reader(feed()), None)
        except csv.Error:  # a value beyond csv.field_size_limit(): most likely an unclosed quote
            cells = []
        if not taken:
            return
        if cells is None or (len(taken) > 1 and not _is_sound(taken)):
            returned.extendleft(reversed(taken[1:]))
            del taken[1:]
            cells = []
        yield Row(number, "".join(taken).rstrip("\r\n"), cells)
        number += len(taken)


def _is_sound(lines: list[str]) -> bool:
    """Return whether lines that were read as one row really are one, not the tail of an unclosed quote."""
    try:
        rows = list(csv.reader(lines, strict=True))
    except csv.Error:
        return False
    return len(rows) == 1
