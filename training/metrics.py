"""Figures of a classifier on labelled headlines."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

Truth = Sequence[int] | NDArray[np.integer[Any]]
"""Index of the true label, for each row."""

BINS = 15
"""Bins of the calibration error, as in Guo et al. 2017."""


@dataclass(frozen=True)
class LabelFigures:
    """Figures of one label: precision, recall and F1 in [0, 1], and how many rows carry it."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Figures:
    """Figures of a classifier on one split.

    Attributes
    ----------
    rows
        How many headlines.
    accuracy, macro_f1
        In [0, 1]; macro-F1 is the plain mean over the labels.
    ece
        Expected calibration error in [0, 1], see `calibration_error`.
    labels
        Figures by label name.
    confusion
        Counts: a row per true label, a column per predicted one, in the model's order.
    """

    rows: int
    accuracy: float
    macro_f1: float
    ece: float
    labels: dict[str, LabelFigures]
    confusion: list[list[int]]

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as JSON content, rounded to what a split of this size can tell."""
        content: dict[str, Any] = rounded(asdict(self))
        return content


def figures(
    probabilities: NDArray[np.floating[Any]],
    truth: Truth,
    labels: Sequence[str],
) -> Figures:
    """Measure predictions against the truth.

    Parameters
    ----------
    probabilities : ndarray of shape (rows, labels)
    truth
        Index of the true label, for each row.
    labels
        Label names in the model's order.

    Raises
    ------
    ValueError
        If there are no rows.
    """
    if not len(truth):
        raise ValueError("there is not a single headline to measure on")
    predicted = probabilities.argmax(axis=1)
    names = range(len(labels))
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, predicted, labels=names, zero_division=0
    )
    return Figures(
        rows=len(truth),
        accuracy=float(np.mean(predicted == truth)),
        macro_f1=float(np.mean(f1)),
        ece=calibration_error(probabilities, truth),
        labels={
            label: LabelFigures(
                precision=float(precision[index]),
                recall=float(recall[index]),
                f1=float(f1[index]),
                support=int(support[index]),
            )
            for index, label in enumerate(labels)
        },
        confusion=confusion_matrix(truth, predicted, labels=names).tolist(),
    )


@dataclass(frozen=True)
class Bin:
    """Headlines of like confidence.

    Attributes
    ----------
    low
        Lower end of the bin, which is `1 / BINS` wide.
    rows
        How many headlines are in it; never 0.
    confidence, accuracy
        Mean confidence, and share of right answers.
    """

    low: float
    rows: int
    confidence: float
    accuracy: float


def reliability(probabilities: NDArray[np.floating[Any]], truth: Truth) -> list[Bin]:
    """Put the rows into `BINS` bins of equal width by confidence; return those that hold any.

    Parameters
    ----------
    probabilities : ndarray of shape (rows, labels)
    truth
        Index of the true label, for each row.
    """
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == np.asarray(truth)
    bins = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
    rows, sure, right = (
        np.bincount(bins, weights=weights, minlength=BINS) for weights in (None, confidence, correct)
    )
    return [
        Bin(
            index / BINS,
            int(rows[index]),
            float(sure[index] / rows[index]),
            float(right[index] / rows[index]),
        )
        for index in np.flatnonzero(rows).tolist()
    ]


def calibration_error(probabilities: NDArray[np.floating[Any]], truth: Truth) -> float:
    """Return the expected calibration error.

    It is the mean distance between accuracy and confidence of a bin of `reliability`, weighted by its rows
    (Guo et al. 2017, equation 3).

    Parameters
    ----------
    probabilities : ndarray of shape (rows, labels)
    truth
        Index of the true label, for each row.
    """
    bins = reliability(probabilities, truth)
    return sum(found.rows * abs(found.accuracy - found.confidence) for found in bins) / len(probabilities)


def macro_f1(truth: Truth, predicted: Truth) -> float:
    """Return the mean F1 over the labels that occur among the true ones.

    Where every label occurs, this is `Figures.macro_f1`; where one does not, that counts its F1 as 0.

    Parameters
    ----------
    truth, predicted
        Index of the true and of the predicted label, for each row.
    """
    true, said = np.asarray(truth), np.asarray(predicted)
    size = int(max(true.max(), said.max())) + 1
    support = np.bincount(true, minlength=size)
    hits = np.bincount(true[true == said], minlength=size)
    f1 = 2 * hits / np.maximum(support + np.bincount(said, minlength=size), 1)
    return float(f1[support > 0].mean())


def rounded(content: Any) -> Any:
    """Return JSON content with its numbers rounded to 4 digits, which is what a split of thousands can tell."""
    if isinstance(content, float):
        return round(content, 4)
    if isinstance(content, dict):
        return {key: rounded(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [rounded(value) for value in content]
    return content
