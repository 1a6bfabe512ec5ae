"""Each label by itself, and which is taken for which."""

from functools import partial

import numpy as np

from training.bootstrap import Rows, Statistic, estimate, share
from training.metrics import Figures
from training.plots import plot_confusion
from training.report.answers import Answers
from training.report.markdown import paragraphs, table
from training.report.section import Picture, Section


def per_label(answers: Answers, found: Figures, title: str) -> Section:
    """Return precision, recall and F1 of every label, and the confusion matrix.

    Parameters
    ----------
    answers
        The model's answers.
    found
        Their figures.
    title
        Above the picture.
    """
    rows, content = [], {}
    for index, label in enumerate(answers.labels):
        hits = int(np.sum(answers.correct & (answers.truth == index)))
        said, support = int(np.sum(answers.predicted == index)), int(np.sum(answers.truth == index))
        precision = share(hits, said) if said else None
        recall = share(hits, support) if support else None
        f1 = estimate(_f1_of(answers, index), len(answers), answers.stories) if support else None
        rows.append([label, precision or "-", recall or "-", f1 or "-", f"{support:,}"])
        content[label] = {
            "precision": precision.as_dict() if precision else None,
            "recall": recall.as_dict() if recall else None,
            "f1": f1.as_dict() if f1 else None,
            "rows": support,
        }
    counts = [[f"**{label}**", *row] for label, row in zip(answers.labels, found.confusion, strict=True)]
    return Section(
        "labels",
        "By label",
        paragraphs(
            table(["label", "precision", "recall", "F1", "headlines"], rows),
            "Rows are the true labels, columns the predicted ones.",
            table(["", *answers.labels], counts),
        ),
        content,
        [
            Picture(
                "confusion.png",
                "Confusion matrix",
                partial(plot_confusion, found.confusion, answers.labels, title),
            )
        ],
    )


def _f1_of(answers: Answers, label: int) -> Statistic:
    true, said = answers.truth == label, answers.predicted == label

    def f1(rows: Rows) -> float:
        total = true[rows].sum() + said[rows].sum()
        return float(2 * (true & said)[rows].sum() / max(total, 1))

    return f1
