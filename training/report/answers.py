"""Labelled headlines, and what some model answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.data import Split


@dataclass(frozen=True)
class Answers:
    """Labelled headlines, and what some model answered.

    Attributes
    ----------
    name
        What the headlines are called in the report.
    split
        The headlines.
    labels
        Label names in the model's order.
    probabilities : ndarray of shape (rows, labels)
    rows
        Place of each headline in the file they are from, from 0; None where they are all of it, in its order.
    """

    name: str
    split: Split
    labels: tuple[str, ...]
    probabilities: NDArray[np.floating[Any]]
    rows: Sequence[int] | None = None

    def __len__(self) -> int:
        return len(self.split)

    def passing(self, threshold: float) -> NDArray[np.bool_]:
        """Return for each headline whether it needs no review; with a threshold of 1 every one needs it."""
        if threshold >= 1:
            return np.zeros(len(self), dtype=np.bool_)
        passes: NDArray[np.bool_] = self.confidence >= threshold
        return passes

    def line(self, row: int) -> int:
        """Return the line of a headline in the file it is from."""
        return 1 + (row if self.rows is None else self.rows[row])

    @cached_property
    def truth(self) -> NDArray[np.intp]:
        """Index of the true label of each headline."""
        return np.asarray(self.split.labels, dtype=np.intp)

    @cached_property
    def predicted(self) -> NDArray[np.intp]:
        """Index of the label with the highest probability."""
        highest: NDArray[np.intp] = self.probabilities.argmax(axis=1)
        return highest

    @cached_property
    def confidence(self) -> NDArray[np.floating[Any]]:
        """Probability of that label."""
        highest: NDArray[np.floating[Any]] = self.probabilities.max(axis=1)
        return highest

    @cached_property
    def correct(self) -> NDArray[np.bool_]:
        """Whether it is the true one."""
        right: NDArray[np.bool_] = self.predicted == self.truth
        return right

    @property
    def stories(self) -> list[str | int] | None:
        """Story of each headline, its row where it has none; None where no story is known at all."""
        known = self.split.column("story")
        if not any(known):
            return None
        return [row if story is None else story for row, story in enumerate(known)]
