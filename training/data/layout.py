"""What a file of headlines looks like: found out from its name and its first row."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from training.data.errors import DataError
from training.data.label import CODES
from training.data.row import COLUMNS, shown

Format = Literal["auto", "uci", "kaggle", "pair", "table", "csv", "tsv", "jsonl", "parquet"]
Quoting = Literal["auto", "raw", "quoted"]
Kind = Literal["raw", "quoted", "jsonl", "parquet"]

CORPUS_COLUMNS = ("ID", "TITLE", "URL", "PUBLISHER", "CATEGORY", "STORY", "HOSTNAME", "TIMESTAMP")
PAIR_COLUMNS = ("TITLE", "CATEGORY")

_ENDINGS: Mapping[str, Format] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
_TEXT_NAMES = ("headline", "title", "text")
_LABEL_NAMES = ("label", "category")
_FIRST_ROW_LIMIT = 1 << 20


@dataclass(frozen=True)
class Columns:
    """The columns a user names; None where the usual names shall do.

    Where the text alone counts (`labelled` is false), no label is looked for, and a file that lacks the named text
    column may have one of the usual names.
    """

    text: str | None = None
    label: str | None = None
    story: str | None = None
    timestamp: str | None = None
    labelled: bool = True


@dataclass(frozen=True)
class Layout:
    """How to read a file.

    Attributes
    ----------
    form
        The format it was taken for.
    kind
        How rows and fields are told apart. `raw`: one row a line, quotes are part of the text; `quoted`: as
        RFC 4180 says.
    columns
        Name of the column of text, label, story, publisher, hostname and timestamp, in this order; None where the
        file has no such column, or it is not wanted.
    names
        All column names of a `raw` or `quoted` file, in order.
    header
        Whether the first row holds the names.
    delimiter
        Between the fields of a `raw` or `quoted` file.
    """

    form: Format
    kind: Kind
    columns: tuple[str | None, ...]
    names: tuple[str, ...] = ()
    header: bool = False
    delimiter: str = "\t"

    @property
    def corpus(self) -> bool:
        """Whether only the corpus has this form."""
        return self.form in {"uci", "kaggle"}


_UCI = Layout(
    "uci", "raw", ("TITLE", "CATEGORY", "STORY", "PUBLISHER", "HOSTNAME", "TIMESTAMP"), CORPUS_COLUMNS
)


def find_layout(
    path: Path, name: str, *, form: Format, columns: Columns, quoting: Quoting, encoding: str
) -> Layout:
    """Find out how to read a file.

    Parameters
    ----------
    path, name
        Where it lies, and what messages call it.
    form
        The format the user says it has; `auto` and `table` leave it to the name and the first row.
    columns
        The columns the user names.
    quoting
        Whether quotes enclose fields; `auto`: in files with commas or semicolons they do, in files with tabs they
        are part of the text.
    encoding
        Of the text.

    Raises
    ------
    DataError
        If the file is empty, has another form than the user says, or lacks a column.
    """
    layout = _found(path, name, form=form, columns=columns, quoting=quoting, encoding=encoding)
    if columns.labelled:
        return layout
    return replace(layout, columns=(layout.columns[0], None, *(None for _ in COLUMNS)))


def _found(
    path: Path, name: str, *, form: Format, columns: Columns, quoting: Quoting, encoding: str
) -> Layout:
    ending = _ENDINGS.get(Path(name).suffix.lower())
    if form == "parquet" or (form in {"auto", "table"} and ending == "parquet"):
        return _parquet(path, name, columns)
    first = _first_row(path, name, encoding)
    if form == "jsonl" or (form in {"auto", "table"} and ending == "jsonl"):
        return _json_lines(first, name, columns)
    named = columns.labelled and not (columns.text is None and columns.label is None)
    if form == "auto" and not named:
        form = _recognised(first)
    if form == "uci":
        return _UCI
    if form == "pair":
        return _pair(first)
    return _delimited(first, name, form=form, columns=columns, quoting=quoting, ending=ending)


def _recognised(first: str) -> Format:
    fields = first.split("\t")
    if len(fields) == len(CORPUS_COLUMNS) and not set(CORPUS_COLUMNS) & set(fields):
        return "uci"
    if len(fields) == len(PAIR_COLUMNS) and (_is_pair_header(fields) or fields[1] in CODES):
        return "pair"
    return "kaggle" if first.split(",") == list(CORPUS_COLUMNS) else "auto"


def _is_pair_header(fields: Sequence[str]) -> bool:
    return tuple(field.strip().upper() for field in fields) == PAIR_COLUMNS


def _pair(first: str) -> Layout:
    columns = (*PAIR_COLUMNS, None, None, None, None)
    return Layout("pair", "raw", columns, PAIR_COLUMNS, header=_is_pair_header(first.split("\t")))


def _delimited(
    first: str, name: str, *, form: Format, columns: Columns, quoting: Quoting, ending: Format | None
) -> Layout:
    candidates = "\t,;" if ending == "tsv" else ",;\t"  # the first is taken where a single column shows none
    delimiter = "," if form == "kaggle" else "\t" if form == "tsv" else max(candidates, key=first.count)
    kind: Kind = "raw" if quoting == "raw" or (quoting == "auto" and delimiter == "\t") else "quoted"
    names = tuple(
        first.split(delimiter) if kind == "raw" else next(csv.reader([first], delimiter=delimiter), [])
    )
    if form == "kaggle":
        if names != CORPUS_COLUMNS:
            raise DataError(
                f"{name} is not the Kaggle form: its header is {shown(first)}, not {','.join(CORPUS_COLUMNS)}"
            )
    elif form in {"auto", "table"}:
        form = "tsv" if delimiter == "\t" else ending or "csv"
    return Layout(form, kind, _named(names, name, columns), names, header=True, delimiter=delimiter)


def _json_lines(first: str, name: str, columns: Columns) -> Layout:
    try:
        content = json.loads(first)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise DataError(f"{name}, row 1: {shown(first)} is not a JSON object")
    text, label, *others = _named(list(content), name, columns)
    # a later object may have what the first one lacks
    others = [found or column for found, column in zip(others, COLUMNS, strict=True)]
    return Layout("jsonl", "jsonl", (text, label, *others))


def _parquet(path: Path, name: str, columns: Columns) -> Layout:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        names = parquet.read_schema(path).names
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{name} is not a Parquet file: {error}") from None
    return Layout("parquet", "parquet", _named(names, name, columns))


def _named(names: Sequence[str], file: str, columns: Columns) -> tuple[str | None, ...]:
    asked_text = columns.text if columns.labelled or columns.text in names else None
    text = _wanted(names, file, asked_text, _TEXT_NAMES, "--text-column")
    label = _wanted(names, file, columns.label, _LABEL_NAMES, "--label-column") if columns.labelled else None
    asked = {"story": columns.story, "timestamp": columns.timestamp}
    others = [asked.get(column) or _one_of(names, (column,)) for column in COLUMNS]
    for option, column in asked.items():
        if column is not None and column not in names:
            raise DataError(f"{file} has no column {column!r} for the {option}; {_listing(names)}")
    used = [column for column in (text, label, *others) if column is not None]
    for column in used:
        if list(names).count(column) > 1:
            raise DataError(f"{file} has {list(names).count(column)} columns {column!r}")
    return (text, label, *others)


def _wanted(names: Sequence[str], file: str, asked: str | None, usual: Iterable[str], option: str) -> str:
    if asked is not None:
        if asked not in names:
            raise DataError(f"{file} has no column {asked!r}; {_listing(names)}")
        return asked
    found = _one_of(names, usual)
    if found is None:
        raise DataError(f"{file}: which column is meant? Say so with {option}; {_listing(names)}")
    return found


def _one_of(names: Sequence[str], usual: Iterable[str]) -> str | None:
    found = [name for name in names if name.strip().lower() in set(usual)]
    return found[0] if len(set(found)) == 1 else None


def _listing(names: Sequence[str]) -> str:
    return f"it has {', '.join(map(shown, names))}" if any(names) else "it has none"


def _first_row(path: Path, name: str, encoding: str) -> str:
    with path.open("rb") as file:
        line = file.readline(_FIRST_ROW_LIMIT)
    if not line.strip():
        raise DataError(f"{name} is empty" if not line else f"{name}, row 1: the row is empty")
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError(f"{name} is in UTF-16; save it in UTF-8")
    text = line.decode(encoding, "surrogateescape")
    return text.removeprefix("\ufeff").removesuffix("\n").removesuffix("\r")
