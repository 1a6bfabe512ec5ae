"""Newsdesk itself: the artifact as it ships, through the classifier that serves it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.contenders.contender import Contender
from benchmarks.contenders.subject import Subject
from model.backends.local import LocalClassifier


def shipped(subject: Subject) -> Contender:
    """Open the artifact with one thread."""
    classifier = LocalClassifier(subject.opened, threads=1)

    def probabilities(headlines: Sequence[str]) -> NDArray[np.floating]:
        return np.array([answer.probabilities[0] for answer in classifier.classify(headlines)])

    return Contender(
        f"the artifact through `LocalClassifier`; {classifier.manifest.quantisation}", probabilities
    )
