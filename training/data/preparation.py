"""From files of labelled headlines to a prepared folder."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from training.data.cleaning import Cleaned, clean
from training.data.errors import BadRowsError, DataError
from training.data.fingerprint import fingerprint
from training.data.key import headline_key
from training.data.label import LabelMap, label_map, ordered
from training.data.layout import Columns, Format, Layout, Quoting, find_layout
from training.data.prepared import Prepared, check_room, write_prepared
from training.data.reading import read_rows
from training.data.row import COLUMNS, BadRow, Row, shown
from training.data.source import Source, open_source
from training.data.splitting import TEST, TRAIN, VALID, Method, split_rows
from training.data.timestamp import parse_timestamp

Address = str | Path
Policy = Literal["error", "drop"]

SMALLEST_CLASS = 3
"""Rows that a label of the user's own needs: with fewer it is most likely a slip of the pen."""
REPORTED = 100
"""Bad rows that the report lists; all are counted."""


@dataclass(frozen=True)
class _Reading:
    """How files are to be read."""

    columns: Columns
    form: Format
    quoting: Quoting
    encoding: str
    progress: bool


@dataclass(frozen=True)
class _Part:
    """What was read for one split."""

    sources: list[dict[str, Any]]
    layouts: list[Layout]
    rows: list[Row]
    bad: list[BadRow]


def prepare(
    files: Sequence[Address],
    out: Address,
    *,
    text_column: str | None = None,
    label_column: str | None = None,
    story_column: str | None = None,
    time_column: str | None = None,
    form: Format = "auto",
    quoting: Quoting = "auto",
    encoding: str = "utf-8",
    labels: Sequence[str] | None = None,
    mapping: Mapping[str, str] | None = None,
    valid: Address | float = 0.1,
    test: Address | float = 0.1,
    split: Method = "random",
    seed: int = 0,
    allow_missing: bool = False,
    bad_rows: Policy = "error",
    progress: bool = True,
) -> Prepared:
    """Read, clean and split labelled headlines, and write them as a prepared folder.

    A given validation or test file is kept row for row, duplicates too; only its whitespace is normalised. What
    recurs in it is dropped from training. Nothing is written unless everything is in order.

    Parameters
    ----------
    files
        Files with training rows: paths, or `s3://bucket/key`.
    out
        The folder; an earlier preparation in it is replaced.
    text_column, label_column, story_column, time_column
        Columns to use; None for the usual names, in any case: headline, title or text; label or category; story;
        timestamp.
    form, quoting
        Format of the files, and what quotes mean in them; see `training.data.layout.find_layout`.
    encoding
        Of the files.
    labels
        Label names in the order of the model's outputs; None leaves them to the data.
    mapping
        Renamings, label in the files -> label name.
    valid, test
        A file, or the fraction of the cleaned training rows to take.
    split
        How fractions are taken; see `training.data.splitting.split_rows`.
    seed
        Of the split; from 0 to 2**32 - 1.
    allow_missing
        Whether a `story` or `time` split may leave validation or test without some label.
    bad_rows
        Whether bad training rows are an error, or are left out and reported.
    progress
        Whether bars show how far it is.

    Returns
    -------
    Prepared
        The folder, opened.

    Raises
    ------
    DataError
        If a file, a column, a label, a row or a wish cannot be used.
    """
    reading = _Reading(
        Columns(text_column, label_column, story_column, time_column), form, quoting, encoding, progress
    )
    wishes = {VALID: valid, TEST: test}
    fractions = _fractions(wishes)
    if not files:
        raise DataError("no file with training rows was given")
    if not 0 <= seed < 2**32:
        raise DataError(f"--seed {seed} is not between 0 and {2**32 - 1}")
    _check_encoding(encoding)
    given = {name: [wish] for name, wish in wishes.items() if not isinstance(wish, (int, float))}
    check_room(Path(out), [Path(address) for addresses in (files, *given.values()) for address in addresses])
    needed = _needed(split, fractions)

    with ExitStack() as stack:
        opened = {
            name: [stack.enter_context(open_source(address, progress=progress)) for address in addresses]
            for name, addresses in {TRAIN: files, **given}.items()
        }
        _check_distinct(opened)
        parts = {
            name: _read(sources, reading, needed if name == TRAIN or needed == "story" else None)
            for name, sources in opened.items()
        }
    meaning = label_map(
        Counter(row.label for row in parts[TRAIN].rows),
        corpus=any(layout.corpus for layout in parts[TRAIN].layouts),
        labels=labels,
        names=mapping or {},
    )
    rows, bad = _named(parts, meaning, bad_rows)
    cleaned = clean(rows[TRAIN], {name: rows[name] for name in given}, stories_apart=needed == "story")
    order = _order(rows[TRAIN], cleaned, labels)
    own = split_rows(
        cleaned.rows, fractions, method=split, seed=seed, labels=order, allow_missing=allow_missing
    )
    splits = {**{name: rows[name] for name in given}, **own}
    splits = {name: splits[name] for name in (TRAIN, VALID, TEST)}
    description = {
        "labels": order,
        "fingerprint": fingerprint(order, splits),
        "seed": seed,
        "split": {
            "method": split if fractions else "given",
            **{name: fractions.get(name) or parts[name].sources[0]["file"] for name in wishes},
        },
        "sources": [{"split": name, **source} for name, part in parts.items() for source in part.sources],
        "counts": {name: _counts(side, order) for name, side in splits.items()},
        "report": _report(parts, bad, cleaned, _warnings(splits, order, mapping or {}, parts[TRAIN])),
    }
    return write_prepared(Path(out), description, splits)


def _fractions(wishes: Mapping[str, Address | float]) -> dict[str, float]:
    fractions = {name: wish for name, wish in wishes.items() if isinstance(wish, (int, float))}
    for name, fraction in fractions.items():
        if not (math.isfinite(fraction) and 0 < fraction < 1):
            raise DataError(f"--{name} {fraction:g} is neither a file nor a fraction between 0 and 1")
    if sum(fractions.values()) >= 1:
        raise DataError(
            f"--valid {fractions[VALID]:g} and --test {fractions[TEST]:g} leave nothing to train on"
        )
    return fractions


def _check_encoding(encoding: str) -> None:
    try:
        plain = "\n".encode(encoding) == b"\n"
    except LookupError:
        raise DataError(f"--encoding {encoding!r} is not the name of an encoding") from None
    if not plain:
        raise DataError(f"files in {encoding} cannot be read line by line; save them in UTF-8")


def _needed(split: Method, fractions: Mapping[str, float]) -> Literal["story", "timestamp"] | None:
    if split == "story":
        return "story"
    return "timestamp" if split == "time" and fractions else None


def _check_distinct(opened: Mapping[str, Sequence[Source]]) -> None:
    seen: dict[str, Source] = {}
    for source in (source for sources in opened.values() for source in sources):
        other = seen.setdefault(source.sha256, source)
        if other is not source:
            raise DataError(f"{other.path} and {source.path} have the same content; give it once")


def _read(
    sources: Sequence[Source], reading: _Reading, needed: Literal["story", "timestamp"] | None
) -> _Part:
    part = _Part([], [], [], [])
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


def _lacks(row: Row, needed: Literal["story", "timestamp"]) -> str | None:
    value = getattr(row, needed)
    if value is None:
        return f"no {needed}"
    if needed == "timestamp":
        try:
            parse_timestamp(value)
        except ValueError:
            return f"timestamp {shown(value)} is neither milliseconds since 1970 nor an ISO 8601 date"
    return None


def _named(
    parts: Mapping[str, _Part], meaning: LabelMap, policy: Policy
) -> tuple[dict[str, list[Row]], list[BadRow]]:
    """Give the labels their names, and deal with the bad rows.

    A bad row of a given file is never dropped: the file would no longer be the one that was given.
    """
    rows: dict[str, list[Row]] = {}
    bad: dict[str, list[BadRow]] = {}
    for name, part in parts.items():
        rows[name], unknown = _resolved(part.rows, meaning)
        position = {source["file"]: index for index, source in enumerate(part.sources)}
        bad[name] = sorted([*part.bad, *unknown], key=lambda row: (position[row.file], row.number))
        hidden = policy == "error" and bad[TRAIN]  # a bad row may be why a label looks rare
        if name == TRAIN and meaning.allowed is None and not hidden:
            _check_sizes(rows[TRAIN])
            meaning = LabelMap(meaning.names, ordered({row.label for row in rows[TRAIN]}, None))
    of_given = [row for name in parts if name != TRAIN for row in bad[name]]
    refused = of_given if policy == "drop" else [*bad[TRAIN], *of_given]
    if refused:
        advice = "rows of a given file are never dropped" if of_given else "--bad-rows drop leaves them out"
        raise BadRowsError(refused, f"correct them; {advice}")
    return rows, bad[TRAIN]


def _resolved(rows: Sequence[Row], meaning: LabelMap) -> tuple[list[Row], list[BadRow]]:
    named: list[Row] = []
    unknown: list[BadRow] = []
    for row in rows:
        label = meaning.name(row.label)
        if label is None:
            problem = f"label {shown(row.label)} is not one of {', '.join(meaning.allowed or ())}"
            unknown.append(BadRow(row.file, row.number, problem))
        else:
            named.append(row if label == row.label else row._replace(label=label))
    return named, unknown


def _check_sizes(rows: Sequence[Row]) -> None:
    first: dict[str, Row] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        first.setdefault(row.label, row)
        counts[row.label] += 1
    for label, count in counts.items():
        if count < SMALLEST_CLASS:
            row = first[label]
            raise DataError(
                f"label {shown(label)} has {count} row{'s' if count > 1 else ''} ({row.file}, row {row.number}), "
                f"fewer than the {SMALLEST_CLASS} a label needs; correct it, or rename it with --map '{label}=...'"
            )


def _order(rows: Sequence[Row], cleaned: Cleaned, labels: Sequence[str] | None) -> tuple[str, ...]:
    before = Counter(row.label for row in rows)
    left = {row.label for row in cleaned.rows}
    for label, count in before.items():
        if label not in left:
            raise DataError(
                f"label {label!r} has no training row left: all {count:,} "
                "recur in a given file or carry two labels"
            )
    return ordered(left, labels)


def _counts(rows: Sequence[Row], labels: Sequence[str]) -> dict[str, Any]:
    counts = Counter(row.label for row in rows)
    return {"rows": len(rows), "labels": {label: counts[label] for label in labels}}


def _report(
    parts: Mapping[str, _Part], bad: Sequence[BadRow], cleaned: Cleaned, warnings: Sequence[str]
) -> dict[str, Any]:
    return {
        "rows_read": {name: len(part.rows) + len(part.bad) for name, part in parts.items()},
        "bad_rows": {"rows": len(bad), "first": [row._asdict() for row in bad[:REPORTED]]},
        "recurring": {
            "rows": cleaned.recurring_rows,
            **{name: asdict(found) for name, found in cleaned.recurrences.items()},
        },
        "story_in_given_file": {"rows": cleaned.story_rows},
        "two_labels": {
            "headlines": cleaned.two_labelled_headlines,
            "rows": cleaned.two_labelled_rows,
            "first": [asdict(found) for found in cleaned.two_labelled],
        },
        "duplicates": {"exact": cleaned.exact_duplicates, "normalised": cleaned.normalised_duplicates},
        "warnings": list(warnings),
    }


def _warnings(
    splits: Mapping[str, Sequence[Row]], labels: Sequence[str], names: Mapping[str, str], training: _Part
) -> list[str]:
    warnings = [
        f"{name} has no headline of label {label!r}"
        for name, rows in splits.items()
        for label in sorted(set(labels) - {row.label for row in rows})
    ]
    found = {row.label for row in training.rows}
    warnings += [
        f"--map {label}={name}: no row has that label" for label, name in names.items() if label not in found
    ]
    shared = {headline_key(row.text) for row in splits[VALID]} & {
        headline_key(row.text) for row in splits[TEST]
    }
    if shared:
        warnings.append(f"validation and test split share headlines: {len(shared):,}")
    return warnings
