"""The corrections that count: of the model that is asked for, with a label that there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.data.errors import BadRowsError
from training.data.feedback.correction import Correction
from training.data.feedback.reading import Corrections
from training.data.label import LabelMap
from training.data.naming import Policy
from training.data.row import BadRow, shown


@dataclass(frozen=True)
class Selected:
    """What is left of the corrections, and what went, and why.

    Attributes
    ----------
    rows
        Corrections to merge, labels by name.
    models
        The models that the corrections are of, by name, whether asked for or not.
    other_model
        How many were of another model than the one asked for.
    unknown_label
        Those whose label does not exist, or not any more.
    repeated
        How many had come before, from another source say.
    """

    rows: list[Correction]
    models: tuple[str, ...]
    other_model: int
    unknown_label: list[BadRow]
    repeated: int


def select(read: Corrections, meaning: LabelMap, policy: Policy, *, model: str | None = None) -> Selected:
    """Leave out what does not count, and give labels their names.

    A label that the training rows have is taken as it is, because a model answers in these names; any other goes
    the way of a label of the files (`--map`).

    Parameters
    ----------
    read
        The corrections.
    meaning
        What labels mean; `allowed` are those of the training rows.
    policy
        Whether rows that are no correction, and labels that do not exist, are an error or are left out.
    model
        The model whose corrections count; None for all.

    Raises
    ------
    BadRowsError
        If there are rows that may not be left out.
    """
    models = tuple(sorted({row.model for row in read.rows}))
    wanted = [row for row in read.rows if model in (None, row.model)]
    named, unknown = _named(wanted, meaning)
    refused = [*read.bad, *unknown]
    if refused and policy == "error":
        advice = "correct them, or say with --map what an old label means; --bad-rows drop leaves them out"
        if model is None and len(models) > 1:
            advice += f"; --feedback-model takes the corrections of one of the models {', '.join(models)}"
        raise BadRowsError(refused, advice)
    # texts are left out of the comparison: one source may keep them, and another not
    distinct: dict[tuple[object, ...], Correction] = {}
    for row in named:
        same = (row.id, row.headline_key, row.label, row.model, row.version, row.moment)
        if same not in distinct or distinct[same].text is None:
            distinct[same] = row
    return Selected(
        list(distinct.values()), models, len(read.rows) - len(wanted), unknown, len(named) - len(distinct)
    )


def _named(rows: Sequence[Correction], meaning: LabelMap) -> tuple[list[Correction], list[BadRow]]:
    allowed = meaning.allowed or ()
    named: list[Correction] = []
    unknown: list[BadRow] = []
    for row in rows:
        label = row.label if row.label in allowed else meaning.name(row.label)
        if label is None:
            problem = f"label {shown(row.label)} is not one of {', '.join(allowed)} (id {shown(row.id)})"
            unknown.append(BadRow(row.file, row.number, problem))
        else:
            named.append(row._replace(label=label))
    return named, unknown
