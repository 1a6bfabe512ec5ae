"""The headline figures of a model on everything it was measured on."""

from collections.abc import Sequence

import numpy as np

from training.bootstrap import RESAMPLES, accuracy_of, calibration_error_of, estimate, macro_f1_of, share
from training.metrics import BINS, Truth
from training.report.answers import Answers
from training.report.markdown import paragraphs, percent, table
from training.report.section import Section


def overview(measured: Sequence[Answers], threshold: float, seen: dict[str, int]) -> Section:
    """Return accuracy, macro-F1, calibration error and need of review, with their intervals.

    Parameters
    ----------
    measured
        The model's answers on the split and on the further files.
    threshold
        Confidence below which a person should look.
    seen
        By name of a further file, how many of its rows were left out because training or validation has them.
    """
    rows, content = [], {}
    for answers in measured:
        figures = {
            "accuracy": accuracy_of(answers.truth, answers.predicted),
            "macro_f1": macro_f1_of(answers.truth, answers.predicted),
            "ece": calibration_error_of(answers.probabilities, answers.truth),
        }
        found = {name: estimate(figure, len(answers), answers.stories) for name, figure in figures.items()}
        passing = answers.passing(threshold)
        passed = share(int(answers.correct[passing].sum()), int(passing.sum())) if passing.any() else None
        rows.append(
            [
                answers.name,
                f"{len(answers):,}",
                *found.values(),
                percent(1 - float(passing.mean())),
                passed or "none left",
            ]
        )
        content[answers.name] = {
            "rows": len(answers),
            **{name: value.as_dict() for name, value in found.items()},
            "needs_review": 1 - float(passing.mean()),
            "accuracy_without_review": passed.as_dict() if passed else None,
            "labels_missing": _missing(answers.truth, answers.labels),
        }
    return Section(
        "overview",
        "Figures",
        paragraphs(
            table(
                [
                    "measured on",
                    "headlines",
                    "accuracy",
                    "macro-F1",
                    "calibration error (ECE)",
                    "need review",
                    "accuracy of the rest",
                ],
                rows,
            ),
            f"In brackets: 95 % intervals, by {RESAMPLES:,} bootstrap resamples of the headlines, of whole "
            "stories where the data knows the story; those of the last column are Wilson's. They tell how much "
            "another sample of the same kind of headlines might differ, and nothing of other publishers and "
            f"years. The calibration error is measured with {BINS} bins of equal width; on a resample it comes "
            "out higher than on the headlines themselves, so that its interval leans upwards. "
            f"Below {threshold:g} confidence a prediction needs review.",
            *_notes(measured, seen),
        ),
        content,
    )


def _notes(measured: Sequence[Answers], seen: dict[str, int]) -> list[str]:
    notes = [
        f"{name}: {count:,} of its rows were left out, because their headline stands in training or validation "
        "too."
        for name, count in seen.items()
        if count
    ]
    for answers in measured:
        missing = _missing(answers.truth, answers.labels)
        if missing:
            notes.append(
                f"{answers.name} has no headline of {', '.join(missing)}; the macro-F1 is over the others."
            )
    return notes


def _missing(truth: Truth, labels: Sequence[str]) -> list[str]:
    present = set(np.unique(truth).tolist())
    return [label for index, label in enumerate(labels) if index not in present]
