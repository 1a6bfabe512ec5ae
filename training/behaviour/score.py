"""Scores of how sure a model is: high for what it was made for, low for what is strange to it."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from model.softmax import softmax

Logits = NDArray[np.floating[Any]]
Score = Callable[[Logits, float], NDArray[np.floating[Any]]]
"""Logits of shape (rows, labels) and the temperature in, one score per row out."""


def _margin(values: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    ordered = np.sort(values, axis=1)
    margin: NDArray[np.floating[Any]] = ordered[:, -1] - ordered[:, -2]
    return margin


def _confidence(logits: Logits, temperature: float) -> NDArray[np.floating[Any]]:
    confidence: NDArray[np.floating[Any]] = softmax(logits, temperature).max(axis=1)
    return confidence


def _negative_entropy(logits: Logits, temperature: float) -> NDArray[np.floating[Any]]:
    probabilities = softmax(logits, temperature)
    negative: NDArray[np.floating[Any]] = (probabilities * np.log(np.maximum(probabilities, 1e-30))).sum(
        axis=1
    )
    return negative


def _negative_energy(logits: Logits, temperature: float) -> NDArray[np.floating[Any]]:
    energy: NDArray[np.floating[Any]] = logsumexp(logits.astype(np.float64), axis=1)
    return energy


SCORES: Mapping[str, Score] = {
    "confidence": _confidence,
    "margin": lambda logits, temperature: _margin(softmax(logits, temperature)),
    "entropy": _negative_entropy,
    "logit margin": lambda logits, temperature: _margin(logits),
    "largest logit": lambda logits, temperature: logits.max(axis=1),
    "energy": _negative_energy,
}
"""
By name: the largest probability (Hendrycks & Gimpel 2017), the distance of the two largest probabilities, the
negative entropy, the distance of the two largest logits, the largest logit (Hendrycks et al. 2022) and the
negative energy, which is the log-sum-exp of the logits (Liu et al. 2020).
"""
