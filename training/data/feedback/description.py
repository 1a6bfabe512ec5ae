"""What `dataset.json` says about corrections; no headline is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from training.data.feedback.correction import Correction
from training.data.feedback.merging import Merged, Relabelled
from training.data.feedback.reading import Corrections
from training.data.feedback.selection import Selected
from training.data.row import BadRow, Row
from training.data.splitting import TEST, VALID, Method
from training.data.timestamp import parse_timestamp

LISTED = 100
"""Corrections that each part of the report lists; all are counted."""


def feedback_report_of(
    read: Corrections, selected: Selected, merged: Merged, model: str | None
) -> dict[str, Any]:
    """Return what became of the corrections; every one of `read` is counted once among the others.

    Parameters
    ----------
    read, selected, merged
        How far they came.
    model
        The model whose corrections were asked for.
    """
    lists = {
        "already_right": merged.already_right,
        "added": merged.new,
        "superseded": merged.superseded,
        VALID: merged.valid,
        TEST: merged.test,
        "not_found": merged.not_found,
    }
    return {
        "model": model,
        "read": len(read.rows) + len(read.bad) + read.expired,
        "relabelled": {
            "corrections": len(merged.relabelled),
            "rows": sum(
                count
                for one in merged.relabelled
                for label, count in one.labels.items()
                if label != one.correction.label
            ),
            "first": [_relabelled(one) for one in merged.relabelled[:LISTED]],
        },
        **{
            name: {"corrections": len(found), "first": [_entry(one) for one in found[:LISTED]]}
            for name, found in lists.items()
        },
        "repeated": selected.repeated,
        "other_model": selected.other_model,
        "unknown_label": _bad_rows(selected.unknown_label),
        "bad_rows": _bad_rows(read.bad),
        "expired": read.expired,
        "disputed": {
            "headlines": len(merged.disputed),
            "first": [asdict(one) for one in merged.disputed[:LISTED]],
        },
        "settled_two_labels": merged.settled,
        "added_from_other": merged.from_other,
    }


def feedback_warnings_of(
    selected: Selected,
    added: Sequence[Row],
    own: Mapping[str, Sequence[Row]],
    method: Method,
    model: str | None,
) -> list[str]:
    """Return what a person should know though it is no error.

    Parameters
    ----------
    selected, model
        The corrections, and the model whose corrections were asked for.
    added
        Rows that corrections added to training.
    own
        Validation and test rows that are a fraction of the training rows, by split.
    method
        How these were taken.
    """
    warnings: list[str] = []
    if model is not None and model not in selected.models:
        warnings.append(f"--feedback-model {model}: no correction is of that model")
    if model is None and len(selected.models) > 1:
        warnings.append(
            f"the corrections are of several models ({', '.join(selected.models)}); --feedback-model takes one's"
        )
    if added and own and method == "story":
        warnings.append(
            "corrections add headlines to training without a story, "
            f"which may be one of {' or '.join(own)}: {len(added):,}"
        )
    if added and own and method == "time":
        oldest = min(parse_timestamp(str(row.timestamp)) for rows in own.values() for row in rows)
        newer = sum(parse_timestamp(str(row.timestamp)) >= oldest for row in added)
        if newer:
            warnings.append(
                "corrections add headlines to training that are newer than the oldest "
                f"of {' and '.join(own)}: {newer:,}"
            )
    return warnings


def _entry(correction: Correction) -> dict[str, Any]:
    return {
        "file": correction.file,
        "number": correction.number,
        "headline_key": correction.headline_key,
        "label": correction.label,
    }


def _relabelled(one: Relabelled) -> dict[str, Any]:
    return {**_entry(one.correction), "labels": dict(one.labels)}


def _bad_rows(bad: Sequence[BadRow]) -> dict[str, Any]:
    return {"rows": len(bad), "first": [row._asdict() for row in bad[:LISTED]]}
