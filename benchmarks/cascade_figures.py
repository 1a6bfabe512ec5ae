"""How right a cascade is: the local model where it is sure, a stronger one where it is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.bootstrap import Estimate, accuracy_of, estimate, share
from training.metrics import macro_f1
from training.report import Answers

ORACLE, LINEAR = "oracle", "linear baseline"
RIGHT = (0.98, 0.95, 0.90)
"""Shares of right answers that a strong model is assumed to give, whichever headlines reach it."""
STEPS = 100
"""Shares of escalated headlines, beside none, that the curves are drawn at."""

Labels = NDArray[np.intp]
"""Index of a label for each headline."""


@dataclass(frozen=True)
class Cascade:
    """What the local model and those that stand in for a strong one answer to the same headlines.

    A cascade with a threshold escalates the headlines whose confidence is below it, as `needs_review` marks them:
    those of equal confidence together, and from 1 on all.

    Attributes
    ----------
    model
        The local one's name and version.
    threshold
        Below which the local model's answers need a review.
    local
        Its answers.
    strong
        Labels by each stand-in.
    machine
        What they were computed on.
    """

    model: str
    threshold: float
    local: Answers
    strong: Mapping[str, Labels]
    machine: dict[str, Any]

    @cached_property
    def thresholds(self) -> list[float]:
        """One threshold for each share that can be escalated, rising from 0 for none to 1 for all."""
        confidences = np.unique(self.local.confidence)
        return sorted({0.0, *confidences[1:].tolist(), 1.0})

    @cached_property
    def curve(self) -> list[float]:
        """The thresholds that escalate nearest to each of `STEPS` even shares, and the model's own."""
        even = {self.nearest(step / STEPS) for step in range(STEPS + 1)}
        return sorted(even | {self.threshold})

    def nearest(self, wanted: float) -> float:
        """Return the threshold that escalates nearest to a share of the headlines."""
        return self.thresholds[int(np.abs(self._shares - wanted).argmin())]

    def share(self, threshold: float) -> float:
        """Return the share of the headlines that a threshold escalates."""
        return float(self._escalated(threshold).mean())

    def accuracy(self, stand_in: str, threshold: float) -> float:
        """Return the share of right answers."""
        return float((self._labels(stand_in, threshold) == self.local.truth).mean())

    def interval(self, stand_in: str, threshold: float) -> Estimate:
        """Return the accuracy with its interval."""
        statistic = accuracy_of(self.local.truth, self._labels(stand_in, threshold))
        return estimate(statistic, len(self.local), self.local.stories)

    def macro_f1(self, stand_in: str, threshold: float) -> float:
        """Return the macro-F1."""
        return macro_f1(self.local.truth, self._labels(stand_in, threshold))

    def expected(self, right: float, threshold: float) -> float:
        """Return the accuracy to expect of a strong model that is right in a share of whatever reaches it."""
        kept = self.local.correct & ~self._escalated(threshold)
        return float(kept.mean()) + right * self.share(threshold)

    def at_random(self, threshold: float) -> float:
        """Return the accuracy to expect where the oracle is asked as often, of headlines drawn at random."""
        alone = float(self.local.correct.mean())
        return alone + (1 - alone) * self.share(threshold)

    def best(self, right: float) -> float:
        """Return the threshold of the curve with the highest expected accuracy; of equals the lowest."""
        return max(self.curve, key=lambda threshold: self.expected(right, threshold))

    def local_among(self, threshold: float) -> Estimate | None:
        """Return how often the local model is right about what is escalated; None where nothing is."""
        return self._right_among(self.local.predicted, threshold)

    def strong_among(self, stand_in: str, threshold: float) -> Estimate | None:
        """Return how often a stand-in is right about what is escalated; None where nothing is."""
        return self._right_among(self.strong[stand_in], threshold)

    @cached_property
    def _shares(self) -> NDArray[np.float64]:
        return np.array([self.share(threshold) for threshold in self.thresholds])

    def _escalated(self, threshold: float) -> NDArray[np.bool_]:
        return ~self.local.passing(threshold)

    def _labels(self, stand_in: str, threshold: float) -> Labels:
        return np.where(self._escalated(threshold), self.strong[stand_in], self.local.predicted)

    def _right_among(self, labels: Labels, threshold: float) -> Estimate | None:
        escalated = self._escalated(threshold)
        if not escalated.any():
            return None
        right = (labels == self.local.truth)[escalated]
        return share(int(right.sum()), len(right))
