"""Probabilities from logits, in serving and in training alike."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def softmax(logits: NDArray[np.floating[Any]], temperature: float = 1.0) -> NDArray[np.float64]:
    """Return the probabilities of logits.

    Parameters
    ----------
    logits : ndarray of shape (rows, labels)
    temperature
        What the logits are divided by first (Guo et al. 2017, equation 9).

    Returns
    -------
    ndarray of shape (rows, labels)
        Each row sums to 1.
    """
    scaled = logits.astype(np.float64) / temperature
    exponentials = np.exp(scaled - scaled.max(axis=1, keepdims=True, initial=-np.inf))
    probabilities: NDArray[np.float64] = exponentials / exponentials.sum(axis=1, keepdims=True)
    return probabilities
