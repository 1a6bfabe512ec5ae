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
        content: dict[str, Any] = _rounded(asdict(self))
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


def calibration_error(probabilities: NDArray[np.floating[Any]], truth: Truth) -> float:
    """Return the expected calibration error.

    The rows are put into `BINS` bins of equal width by confidence; the error is the mean distance between
    accuracy and confidence of a bin, weighted by its rows (Guo et al. 2017, equation 3).

    Parameters
    ----------
    probabilities : ndarray of shape (rows, labels)
    truth
        Index of the true label, for each row.
    """
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == np.asarray(truth)
    bins = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
    gaps = np.bincount(bins, weights=correct - confidence, minlength=BINS)
    return float(np.abs(gaps).sum() / len(confidence))


def _rounded(content: Any) -> Any:
    if isinstance(content, float):
        return round(content, 4)
    if isinstance(content, dict):
        return {key: _rounded(value) for key, value in content.items()}
    return content
