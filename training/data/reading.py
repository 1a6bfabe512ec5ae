"""Rows from a file, whatever its format."""

import csv
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Never

from tqdm import tqdm

from model.headline import normalise
from training.data.errors import DataError
from training.data.json_lines import json_objects
from training.data.layout import Layout
from training.data.lines import read_lines, undecoded
from training.data.progress import progress_bar
from training.data.row import BadRow, Row, shown

_BATCH = 8192
_ADVICE = "--encoding names another encoding"
_Record = tuple[int, list[Any] | str]
"""Number of a row, and its six values in the order of `Layout.columns`, or what is wrong with it."""


def read_rows(
    path: Path, name: str, layout: Layout, *, encoding: str = "utf-8", progress: bool = False
) -> Iterator[Row | BadRow]:
    """Read a file row by row; every row comes out, as a headline or as a bad row.

    Text and label come out normalised, everything else as it stands in the file. Lines without any character are
    passed over, but for the corpus's own form, where every line counts.

    Parameters
    ----------
    path, name
        Where it lies, and what messages call it.
    layout
        How to read it.
    encoding
        Of the text; one in which a line break is the byte 10, which all but UTF-16 and UTF-32 are.
    progress
        Whether a bar shows how far it is.

    Raises
    ------
    DataError
        If a Parquet file is damaged.
    """
    if layout.kind == "parquet":
        records = _parquet(
            path, name, layout, progress_bar(f"reading {name}", None, "row", progress=progress)
        )
    else:
        bar = progress_bar(f"reading {name}", path.stat().st_size, "B", progress=progress)
        records = {"raw": _raw, "quoted": _quoted, "jsonl": _json_lines}[layout.kind](
            read_lines(path, encoding, bar), layout
        )
    for number, values in records:
        yield BadRow(name, number, values) if isinstance(values, str) else _row(name, number, values, layout)


def _row(name: str, number: int, values: list[Any], layout: Layout) -> Row | BadRow:
    cells: list[str | None] = []
    for column, value in zip(layout.columns, values, strict=True):
        if isinstance(value, (list, dict, bytes)):
            return BadRow(name, number, f"column {column!r} holds {shown(value)}, which is no text")
        cells.append(_cell(value))
    text, label = (normalise(cell) if cell else "" for cell in cells[:2])
    if not text:
        return BadRow(name, number, f"no headline in column {layout.columns[0]!r}: {shown(cells[0] or '')}")
    if not label and layout.columns[1] is not None:
        return BadRow(name, number, f"no label in column {layout.columns[1]!r}: {shown(cells[1] or '')}")
    return Row(name, number, text, label, *cells[2:])


def _cell(value: Any) -> str | None:
    if isinstance(value, str):
        return value or None
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, date):
        return value.isoformat()
    # an integer column with gaps arrives as floats
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _raw(lines: Iterator[str], layout: Layout) -> Iterator[_Record]:
    positions = _positions(layout)
    for number, line in enumerate(lines, start=1):
        if number == 1 and layout.header:
            continue
        content = line.removesuffix("\n").removesuffix("\r")
        if content or layout.form == "uci":
            yield number, _picked(content.split(layout.delimiter), positions, layout)


def _quoted(lines: Iterator[str], layout: Layout) -> Iterator[_Record]:
    positions = _positions(layout)
    reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, f"not proper CSV: {error} (--quoting raw where quotes are part of the text)"
            continue
        if fields and number > 1:
            yield number, _picked(fields, positions, layout)


def _json_lines(lines: Iterator[str], layout: Layout) -> Iterator[_Record]:
    for number, content in json_objects(lines, _ADVICE):
        if isinstance(content, str):
            yield number, content
        else:
            yield number, [None if column is None else content.get(column) for column in layout.columns]


def _parquet(path: Path, name: str, layout: Layout, bar: "tqdm[Never]") -> Iterator[_Record]:
    import pyarrow as pa
    from pyarrow import parquet

    wanted = [column for column in layout.columns if column is not None]
    number = 0
    try:
        with bar, parquet.ParquetFile(path) as file:
            bar.total = file.metadata.num_rows
            for batch in file.iter_batches(batch_size=_BATCH, columns=wanted):
                content = batch.to_pydict()
                nothing = [None] * batch.num_rows
                columns = [nothing if column is None else content[column] for column in layout.columns]
                for values in zip(*columns, strict=True):
                    number += 1
                    yield number, list(values)
                bar.update(batch.num_rows)
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{name} cannot be read after row {number}: {error}") from None


def _positions(layout: Layout) -> list[int | None]:
    return [None if column is None else layout.names.index(column) for column in layout.columns]


def _picked(fields: list[str], positions: list[int | None], layout: Layout) -> list[Any] | str:
    if len(fields) != len(layout.names):
        count = "1 column" if len(fields) == 1 else f"{len(fields)} columns"
        return f"{count}, not {len(layout.names)}: {shown(layout.delimiter.join(fields))}"
    values = [None if position is None else fields[position] for position in positions]
    for value in values:
        if value is not None and not value.isascii() and (problem := undecoded(value, _ADVICE)):
            return problem
    return values
