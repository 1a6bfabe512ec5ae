"""Single headlines in a report: with their text, or by their row alone where texts may not be passed on."""

from collections.abc import Sequence
from typing import Any

from training.report.answers import Answers
from training.report.markdown import table

LISTED = 20
"""Headlines that a list shows; all are counted."""


def listing(answers: Answers, rows: Sequence[int], *, texts: bool) -> tuple[str, list[dict[str, Any]]]:
    """Return the first `LISTED` of some headlines as a table and as JSON content.

    Parameters
    ----------
    answers
        What a model answered.
    rows
        Indices of the headlines, in order.
    texts
        Whether the headlines themselves are shown.
    """
    content = []
    for row in rows[:LISTED]:
        true, said = int(answers.truth[row]), int(answers.predicted[row])
        content.append(
            {
                "row": answers.line(row),
                **({"headline": answers.split.texts[row]} if texts else {}),
                "label": answers.labels[true],
                "predicted": answers.labels[said],
                "confidence": float(answers.confidence[row]),
                "probability_of_label": float(answers.probabilities[row, true]),
            }
        )
    header = [
        "row",
        *(["headline"] if texts else []),
        "label",
        "predicted",
        "confidence",
        "probability of the label",
    ]
    return table(header, [_cells(entry) for entry in content]), content


def _cells(entry: dict[str, Any]) -> list[object]:
    return [f"{value:.4f}" if isinstance(value, float) else value for value in entry.values()]
