"""A file of headlines in, the same file with its predictions out."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from model.classifier import Classifier
from model.errors import BackendError, ModelError
from model.headline import normalise
from model.isolation import each_answer
from model.prediction import Prediction
from model.table import Row, is_tab_separated, read_table

CHUNK = 2048
"""Rows held in memory at a time, twice: one chunk is classified while its neighbours are read and written."""

_LINE_BREAKS_AND_TABS = re.compile(r"[\t\r\n]+")
_NOT_UTF8 = re.compile(r"[\udc80-\udcff]")


class TableError(ModelError, ValueError):
    """A file that cannot be classified as it is; nothing was written."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row without a prediction: the line it begins at, and why."""

    line: int
    problem: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A chunk that is written: how many rows it had, and which of them were rejected."""

    rows: int
    rejections: list[Rejection]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: a prediction, or the reason why there is none."""

    row: Row
    prediction: Prediction | None
    problem: str


def count_rows(path: Path) -> int:
    """Return how many lines follow the header: the number of rows, where no value spans lines."""
    with path.open("rb") as file:
        blocks = iter(lambda: file.read(1 << 20), b"")
        lines, last = 0, b"\n"
        for block in blocks:
            lines += block.count(b"\n")
            last = block[-1:]
    return max(lines + (last != b"\n") - 1, 0)


def rejected_path(out: Path) -> Path:
    """Return where the rows without a prediction are listed."""
    return out.with_name(f"{out.stem}.rejected.csv")


def part_path(out: Path) -> Path:
    """Return the file that is written until the last row is done."""
    return out.with_name(f"{out.name}.part")


def classify_file(
    classifier: Classifier, path: Path, out: Path, *, text_column: str = "headline"
) -> Iterator[Progress]:
    """Classify every row of a CSV or TSV file, in constant memory.

    The output has the input's columns and rows in the same order, plus `predicted_label`, `confidence`,
    `needs_review` and a column per label. A row that cannot be classified keeps its place with those left empty,
    and is listed with its line, the reason and its whole text in the file that `rejected_path` names; of one whose
    values are too many, or cannot be told apart, only that file has all. The output
    appears under its name when the last row is done; until then it grows at `part_path`.

    Parameters
    ----------
    classifier
        Who answers.
    path
        The table, with a header row.
    out
        The table to write; comma- or tab-separated by its ending.
    text_column
        Header of the column that holds the headlines.

    Yields
    ------
    Progress
        Once for each chunk, when it is written.

    Raises
    ------
    TableError
        If there is no header with the text column, or it has a column of a name the output needs.
    """
    if path.resolve() in {out.resolve(), rejected_path(out).resolve()}:
        raise TableError(f"{out} is the input itself, or would list its rejected rows there")
    rows = read_table(path)
    header = next(rows, Row(1, "", [])).cells
    added = ["predicted_label", "confidence", "needs_review", *classifier.labels]
    column = _text_column(header, text_column, added, path)
    part = part_path(out)
    with (
        part.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file,
        rejected_path(out).open("w", encoding="utf-8", errors="surrogateescape", newline="") as rejected_file,
    ):
        table, rejected = _Writer(file, tabs=is_tab_separated(out)), _Writer(rejected_file, tabs=False)
        table.write([*header, *added])
        rejected.write(["line", "problem", "row"])
        for outcomes in _classified_chunks(classifier, rows, column, width=len(header)):
            rejections = []
            for outcome in outcomes:
                table.write([*_cells(outcome.row, len(header)), *_answer(outcome.prediction, len(added))])
                if outcome.prediction is None:
                    rejections.append(Rejection(outcome.row.line, outcome.problem))
                    rejected.write([outcome.row.line, outcome.problem, outcome.row.text])
            yield Progress(len(outcomes), rejections)
    part.replace(out)


def _text_column(header: Sequence[str], name: str, added: Sequence[str], path: Path) -> int:
    if name not in header:
        raise TableError(f"{path} has no column {name!r}, only {', '.join(map(repr, header)) or 'no header'}")
    taken = [column for column in added if column in header]
    if taken:
        raise TableError(f"{path} already has a column {taken[0]!r}, which the output needs")
    return list(header).index(name)


def _classified_chunks(
    classifier: Classifier, rows: Iterator[Row], column: int, width: int
) -> Iterator[list[Outcome]]:
    """Yield the outcomes chunk by chunk; the next chunk is being classified while one is used."""

    def classify(chunk: list[Row]) -> list[Outcome]:
        problems = [_problem(row, column, width) for row in chunk]
        sound = [row.cells[column] for row, problem in zip(chunk, problems, strict=True) if not problem]
        answers = iter(each_answer(classifier, sound))
        outcomes = []
        for row, problem in zip(chunk, problems, strict=True):
            answer = None if problem else next(answers)
            if isinstance(answer, BackendError):
                outcomes.append(Outcome(row, None, str(answer)))
            else:
                outcomes.append(Outcome(row, answer, problem))
        return outcomes

    with ThreadPoolExecutor(1, thread_name_prefix="chunk") as ahead:
        pending: Future[list[Outcome]] | None = None
        while chunk := list(islice(rows, CHUNK)):
            following = ahead.submit(classify, chunk)
            if pending is not None:
                yield pending.result()
            pending = following
        if pending is not None:
            yield pending.result()


def _problem(row: Row, column: int, width: int) -> str:
    if not row.cells and len(row.text) > csv.field_size_limit():
        return f"has a value of more than {csv.field_size_limit():,} characters"
    if not row.cells and row.text:
        return "a quote is never closed"
    if len(row.cells) != width:
        return f"has {len(row.cells)} values, the header {width}"
    if _NOT_UTF8.search(row.cells[column]):
        return "the headline is not UTF-8"
    return "" if normalise(row.cells[column]) else "the headline is empty"


def _cells(row: Row, width: int) -> list[str]:
    return (row.cells + [""] * width)[:width]


def _answer(prediction: Prediction | None, width: int) -> list[str]:
    if prediction is None:
        return [""] * width
    scores = [f"{score:.6f}" for score in prediction.probabilities[0]]
    review = "true" if prediction.needs_review else "false"
    return [prediction.predicted_label, f"{prediction.confidence:.6f}", review, *scores]


class _Writer:
    """Writes rows as CSV, or as TSV without quotes."""

    def __init__(self, file: TextIO, *, tabs: bool) -> None:
        self._tabs = tabs
        self._file = file
        self._csv = csv.writer(file, lineterminator="\n")

    def write(self, cells: Iterable[str | int]) -> None:
        if self._tabs:
            self._file.write("\t".join(_LINE_BREAKS_AND_TABS.sub(" ", str(cell)) for cell in cells) + "\n")
        else:
            self._csv.writerow(cells)
