"""What the network is to answer for each training row."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.recipe import Recipe


def class_weights(recipe: Recipe, truth: Sequence[int], labels: int) -> NDArray[np.float32]:
    """Return the weight of each label in the loss, so that the mean weight over the rows is 1.

    Parameters
    ----------
    recipe
        Says how strongly rare labels are lifted.
    truth
        Index of the true label, for each training row.
    labels
        How many labels there are.

    Returns
    -------
    ndarray of shape (labels,)
    """
    shares = np.bincount(truth, minlength=labels) / len(truth)
    power = {"none": 0.0, "sqrt": 0.5, "balanced": 1.0}[recipe.class_weights]
    weights = shares**-power
    scaled: NDArray[np.float32] = (weights / (weights * shares).sum()).astype(np.float32)
    return scaled


def one_hot(truth: Sequence[int], labels: int) -> NDArray[np.float32]:
    """Return 1 for the true label of each row and 0 for the others, of shape (rows, labels)."""
    return np.eye(labels, dtype=np.float32)[list(truth)]


def training_targets(
    recipe: Recipe,
    truth: Sequence[int],
    labels: int,
    *,
    others: int = 0,
    taught: NDArray[np.floating] | None = None,
) -> NDArray[np.float32]:
    """Return the target of every training row, times the weight of the row.

    The true label, smoothed, is mixed with the answer of the teachers (Hinton et al. 2015, at temperature 1). A
    text that belongs to no label is to be answered with every label alike.

    Parameters
    ----------
    recipe
        Label smoothing, class weights, distillation, weight of the others.
    truth
        Index of the true label of each headline.
    labels
        How many labels there are.
    others
        How many texts without a label follow the headlines.
    taught : ndarray of shape (headlines, labels)
        Mean probabilities of the teachers; None where there are none.

    Returns
    -------
    ndarray of shape (headlines + others, labels)
        A row's sum is its weight in the loss.
    """
    smoothed = one_hot(truth, labels) * (1 - recipe.label_smoothing) + recipe.label_smoothing / labels
    if taught is not None:
        smoothed = (1 - recipe.distillation) * smoothed + recipe.distillation * taught
    weighted = smoothed * class_weights(recipe, truth, labels)[list(truth), None]
    rest = np.full((others, labels), recipe.other_weight / labels)
    return np.concatenate([weighted, rest]).astype(np.float32)
