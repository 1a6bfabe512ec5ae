"""Rows with the names of their labels, and what becomes of bad rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from training.data.errors import BadRowsError, DataError
from training.data.label import LabelMap
from training.data.part import Part
from training.data.row import BadRow, Row, shown
from training.data.splitting import TRAIN

Policy = Literal["error", "drop"]

SMALLEST_CLASS = 3
"""Rows that a label of the user's own needs: with fewer it is most likely a slip of the pen."""


def name_labels(
    parts: Mapping[str, Part], meaning: LabelMap, policy: Policy
) -> tuple[dict[str, list[Row]], list[BadRow]]:
    """Give every label its name, and deal with the bad rows.

    A bad row of a given validation or test file is never dropped: the file would no longer be the one that was
    given.

    Parameters
    ----------
    parts
        What was read, by split, training first.
    meaning
        What the labels in the files mean.
    policy
        Whether bad training rows are an error, or are left out.

    Returns
    -------
    rows
        Good rows by split.
    bad
        Bad training rows that were left out.

    Raises
    ------
    BadRowsError
        If there are bad rows that may not be left out. A row whose label is unknown, or of a given file with a
        label that training lacks, is one.
    DataError
        If a label of the user's own has hardly any row.
    """
    rows: dict[str, list[Row]] = {}
    bad: dict[str, list[BadRow]] = {}
    for name, part in parts.items():
        rows[name], unknown = _resolved(part.rows, meaning)
        position = {source["file"]: index for index, source in enumerate(part.sources)}
        bad[name] = sorted([*part.bad, *unknown], key=lambda row: (position[row.file], row.number))
        if name == TRAIN and not (policy == "error" and bad[TRAIN]):  # they may be why a label looks rare
            if meaning.allowed is None:
                _check_sizes(rows[TRAIN])
            meaning = narrowed(meaning, rows[TRAIN])
    of_given = [row for name in parts if name != TRAIN for row in bad[name]]
    refused = of_given if policy == "drop" else [*bad[TRAIN], *of_given]
    if refused:
        advice = "rows of a given file are never dropped" if of_given else "--bad-rows drop leaves them out"
        raise BadRowsError(refused, f"correct them; {advice}")
    return rows, bad[TRAIN]


def narrowed(meaning: LabelMap, rows: Sequence[Row]) -> LabelMap:
    """Allow no other labels than there are in training rows that have their names.

    Parameters
    ----------
    meaning
        What the labels in the files mean.
    rows
        The training rows.
    """
    present = {row.label for row in rows}
    return LabelMap(
        meaning.names, tuple(label for label in meaning.allowed or sorted(present) if label in present)
    )


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
