"""The figures of a phase."""

from dataclasses import dataclass

import numpy as np

from loadtest.answers import Answers
from loadtest.call import Outcome

PERCENTILES = (50.0, 90.0, 95.0, 99.0)


@dataclass(frozen=True)
class Figures:
    """What a table tells of a phase.

    Attributes
    ----------
    offered
        Requests that were due.
    per_second, headlines_per_second
        Right answers in a second, and headlines classified by them.
    p50, p90, p95, p99, worst
        Milliseconds of the right answers, from the moment at which the request was due; not a number, where there
        is none.
    mean
        Of the same.
    throttled, failed, wrong
        Requests with another outcome; those that no client came to count as failed.
    """

    offered: int
    per_second: float
    headlines_per_second: float
    p50: float
    p90: float
    p95: float
    p99: float
    worst: float
    mean: float
    throttled: int
    failed: int
    wrong: int


def figures_of(answers: Answers) -> Figures:
    """Return the figures of a phase."""
    milliseconds = np.array([one.milliseconds for one in answers.right] or [np.nan])
    # The smallest value that so many of a hundred do not exceed, which is one that was measured.
    p50, p90, p95, p99 = np.percentile(milliseconds, PERCENTILES, method="inverted_cdf")
    return Figures(
        offered=answers.offered,
        per_second=answers.rate,
        headlines_per_second=answers.headlines_per_second,
        p50=float(p50),
        p90=float(p90),
        p95=float(p95),
        p99=float(p99),
        worst=float(milliseconds.max()),
        mean=float(milliseconds.mean()),
        throttled=answers.count(Outcome.THROTTLED),
        failed=answers.failed,
        wrong=answers.count(Outcome.WRONG),
    )
