"""Corrections counted by what the model said and what a person says, for the terminal."""

from collections import Counter
from collections.abc import Sequence

from training.data.feedback.correction import Correction
from training.data.table import aligned


def confusion(corrections: Sequence[Correction]) -> str:
    """Return a table for every model: labels that people gave across, labels that the model had said down.

    Where the model's answer is not known, it stands as `?`, which a label cannot be confused with: that row is the
    last one.
    """
    by_model = {
        model: [row for row in corrections if row.model == model]
        for model in sorted({row.model for row in corrections})
    }
    return "\n\n".join("\n".join(_table(model, rows)) for model, rows in by_model.items())


def _table(model: str, rows: Sequence[Correction]) -> list[str]:
    counts = Counter((row.predicted_label, row.label) for row in rows)
    labels = sorted({row.label for row in rows})
    said = sorted({row.predicted_label for row in rows if row.predicted_label is not None})
    predicted = [*said, *([None] if any(row.predicted_label is None for row in rows) else [])]
    body = [
        [
            "?" if before is None else before,
            *(f"{counts[before, label]:,}" for label in labels),
            f"{sum(counts[before, label] for label in labels):,}",
        ]
        for before in predicted
    ]
    sums = [f"{sum(counts[before, label] for before in predicted):,}" for label in labels]
    return aligned([[f"{model} said", *labels, "all"], *body, ["all", *sums, f"{len(rows):,}"]])
