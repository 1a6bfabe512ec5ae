"""What `dataset.json` says about the rows."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from training.data.cleaning import Cleaned
from training.data.key import headline_key
from training.data.part import Part
from training.data.row import BadRow, Row
from training.data.splitting import TEST, VALID

REPORTED = 100
"""Bad rows that the report lists; all are counted."""


def counts_of(rows: Sequence[Row], labels: Sequence[str]) -> dict[str, Any]:
    """Return the rows of a split, in all and by label, in the order of `labels`."""
    counts = Counter(row.label for row in rows)
    return {"rows": len(rows), "labels": {label: counts[label] for label in labels}}


def report_of(
    parts: Mapping[str, Part], bad: Sequence[BadRow], cleaned: Cleaned, warnings: Sequence[str]
) -> dict[str, Any]:
    """Return what was read, and what was dropped and why; see `training.data.cleaning.Cleaned`."""
    return {
        "rows_read": {name: len(part.rows) + len(part.bad) for name, part in parts.items()},
        "bad_rows": _bad_rows(bad),
        "recurring": _recurring(cleaned),
        "story_in_given_file": {"rows": cleaned.story_rows},
        "two_labels": {
            "headlines": cleaned.two_labelled_headlines,
            "rows": cleaned.two_labelled_rows,
            "first": [asdict(found) for found in cleaned.two_labelled],
        },
        "duplicates": _duplicates(cleaned),
        "warnings": list(warnings),
    }


def other_report_of(bad: Sequence[BadRow], cleaned: Cleaned) -> dict[str, Any]:
    """Return what was dropped of the texts that belong to none of the labels, and why."""
    return {
        "bad_rows": _bad_rows(bad),
        "recurring": _recurring(cleaned),
        "duplicates": _duplicates(cleaned),
    }


def warnings_of(
    splits: Mapping[str, Sequence[Row]],
    labels: Sequence[str],
    names: Mapping[str, str],
    found: Collection[str],
) -> list[str]:
    """Return what a person should know though it is no error: missing labels, useless renamings, overlap.

    Parameters
    ----------
    splits
        Rows of all three splits.
    labels
        Label names.
    names
        The user's renamings.
    found
        Labels as they stand in the training files and in corrections.
    """
    warnings = [
        f"{name} has no headline of label {label!r}"
        for name, rows in splits.items()
        for label in sorted(set(labels) - {row.label for row in rows})
    ]
    warnings += [
        f"--map {label}={name}: no row has that label" for label, name in names.items() if label not in found
    ]
    shared = {headline_key(row.text) for row in splits[VALID]} & {
        headline_key(row.text) for row in splits[TEST]
    }
    if shared:
        warnings.append(f"validation and test split share headlines: {len(shared):,}")
    return warnings


def _bad_rows(bad: Sequence[BadRow]) -> dict[str, Any]:
    return {"rows": len(bad), "first": [row._asdict() for row in bad[:REPORTED]]}


def _recurring(cleaned: Cleaned) -> dict[str, Any]:
    found = {name: asdict(recurrence) for name, recurrence in cleaned.recurrences.items()}
    return {"rows": cleaned.recurring_rows, **found}


def _duplicates(cleaned: Cleaned) -> dict[str, int]:
    return {"exact": cleaned.exact_duplicates, "normalised": cleaned.normalised_duplicates}
