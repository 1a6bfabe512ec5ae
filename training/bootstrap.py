"""Estimates with intervals, by resampling what was measured."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, bootstrap

from training.metrics import Truth, calibration_error, macro_f1

Rows = NDArray[np.intp]
"""Indices of rows; in a resample some recur and some are left out."""

Statistic = Callable[[Rows], float]
"""What is computed of the rows with these indices."""

LEVEL = 0.95
RESAMPLES = 2000
SEED = 0


@dataclass(frozen=True)
class Estimate:
    """A figure and the bounds of its 95 % interval; None where there was too little to resample."""

    value: float
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.low is None or self.high is None:
            return f"{self.value:.3f}"
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"

    def as_dict(self) -> dict[str, float | None]:
        """Return the estimate as JSON content."""
        return {"value": self.value, "low": self.low, "high": self.high}


def estimate(statistic: Statistic, rows: int, groups: Sequence[Hashable] | None = None) -> Estimate:
    """Return a statistic of all rows with its percentile bootstrap interval (Efron and Tibshirani 1993, ch. 13).

    Parameters
    ----------
    statistic
        Of rows, given their indices.
    rows
        How many there are.
    groups
        Group of each row, where rows of a group stand and fall together, as headlines of one story do: whole
        groups are resampled then (the cluster bootstrap, Davison and Hinkley 1997, section 3.8). None resamples
        single rows.

    Returns
    -------
    Estimate
        Without bounds where there are fewer than two rows or groups.
    """
    value = statistic(np.arange(rows))
    if groups is None:
        draw, units = statistic, rows
    else:
        members = _members(groups)
        units = len(members)

        def draw(chosen: Rows) -> float:
            return statistic(np.concatenate([members[unit] for unit in chosen]))

    if units < 2:
        return Estimate(value)
    interval = bootstrap(
        (np.arange(units),),
        draw,
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method="percentile",
        vectorized=False,
        rng=SEED,
    ).confidence_interval
    return Estimate(value, float(interval.low), float(interval.high))


def difference(
    first: Statistic, second: Statistic, rows: int, groups: Sequence[Hashable] | None = None
) -> Estimate:
    """Return by how much a statistic is larger for the second of two models that answered the same rows.

    Both answers to a row are drawn together, so that what makes a row hard for both does not count (the paired
    bootstrap, Efron and Tibshirani 1993, sections 8.4 and 16.4). The parameters are those of `estimate`.
    """
    return estimate(lambda chosen: second(chosen) - first(chosen), rows, groups)


@dataclass(frozen=True)
class McNemar:
    """McNemar's test of two models on the same rows.

    Attributes
    ----------
    only_first, only_second
        Rows that the first one, or the second one, alone got right.
    p
        Probability of so uneven a split, or one more uneven, if neither were the better one.
    """

    only_first: int
    only_second: int
    p: float


def mcnemar(truth: Truth, first: Truth, second: Truth) -> McNemar:
    """Test whether two models are right equally often: the exact test, two-sided (McNemar 1947).

    Parameters
    ----------
    truth, first, second
        Index of the true label and of those that the two predicted, for each row.
    """
    ours, theirs = (np.asarray(said) == np.asarray(truth) for said in (first, second))
    only_first, only_second = int((ours & ~theirs).sum()), int((theirs & ~ours).sum())
    split = only_first + only_second
    p = float(binomtest(only_first, split).pvalue) if split else 1.0
    return McNemar(only_first, only_second, p)


def share(count: int, rows: int) -> Estimate:
    """Return a share with its Wilson score interval, which also holds for a handful of rows (Wilson 1927)."""
    interval = binomtest(count, rows).proportion_ci(LEVEL, method="wilson")
    return Estimate(count / rows, float(interval.low), float(interval.high))


def accuracy_of(truth: Truth, predicted: Truth) -> Statistic:
    """Return the accuracy as a statistic of rows."""
    correct = np.asarray(truth) == np.asarray(predicted)
    return lambda rows: float(correct[rows].mean())


def macro_f1_of(truth: Truth, predicted: Truth) -> Statistic:
    """Return the macro-F1, over the labels that occur among the rows' true ones, as a statistic of rows."""
    true, said = np.asarray(truth), np.asarray(predicted)
    return lambda rows: macro_f1(true[rows], said[rows])


def label_f1_of(truth: Truth, predicted: Truth, label: int) -> Statistic:
    """Return the F1 of one label as a statistic of rows; where it is neither true nor predicted, it is 0."""
    true, said = np.asarray(truth) == label, np.asarray(predicted) == label
    hits, either = true & said, true.astype(int) + said
    return lambda rows: float(2 * hits[rows].sum() / max(either[rows].sum(), 1))


def share_of(marked: NDArray[np.bool_]) -> Statistic:
    """Return the share of marked rows as a statistic of rows."""
    return lambda rows: float(marked[rows].mean())


def calibration_error_of(probabilities: NDArray[np.floating[Any]], truth: Truth) -> Statistic:
    """Return the expected calibration error as a statistic of rows."""
    true = np.asarray(truth)
    return lambda rows: calibration_error(probabilities[rows], true[rows])


def _members(groups: Sequence[Hashable]) -> list[Rows]:
    found: dict[Hashable, list[int]] = {}
    for row, group in enumerate(groups):
        found.setdefault(group, []).append(row)
    return [np.array(rows, dtype=np.intp) for rows in found.values()]
