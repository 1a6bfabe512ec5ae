"""What was measured of all contenders, and the figures that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from benchmarks.contenders import PIPELINES, REFERENCE
from benchmarks.loads import Load
from benchmarks.rounds import Timing
from benchmarks.work import Work


@dataclass(frozen=True)
class Row:
    """One contender.

    Attributes
    ----------
    name, setting
        What it is, and how it is run.
    answers
        Index of the predicted label of the first headlines of the split, most often of all.
    timings
        One for each load.
    """

    name: str
    setting: str
    answers: list[int]
    timings: list[Timing] = field(default_factory=list)

    def timed(self, timings: list[Timing]) -> "Row":
        return replace(self, timings=timings)


@dataclass(frozen=True)
class Comparison:
    """All contenders of one run.

    Attributes
    ----------
    model
        Name and version.
    loads
        Columns of the table.
    rows
        The contenders that were measured.
    absent
        Why the others were not, by name.
    truth
        Index of the true label of each headline of the split.
    tokens_per_headline
        Mean over the split, the two special tokens included.
    work
        Operations of the network.
    int8_peak
        Operations per second that 8-bit products reached in the same run.
    machine
        See `benchmarks.machine`.
    """

    model: str
    loads: Sequence[Load]
    rows: Sequence[Row]
    absent: dict[str, str]
    truth: Sequence[int]
    tokens_per_headline: float
    work: Work
    int8_peak: float
    machine: dict[str, Any]

    def per_headline(self, row: Row, column: int) -> float:
        """Return the median milliseconds of a call, divided by its headlines."""
        timing = row.timings[column]
        return timing.p50 / timing.headlines

    def ratio(self, row: Row, column: int) -> float | None:
        """Return how many times as fast as the faster pipeline; None where no pipeline was measured."""
        peers = [self.per_headline(peer, column) for peer in self.rows if peer.name in PIPELINES]
        return min(peers) / self.per_headline(row, column) if peers else None

    def fastest(self, column: int) -> str:
        """Return the name of the fastest in a column."""
        return min(self.rows, key=lambda row: self.per_headline(row, column)).name

    def accuracy(self, row: Row) -> float:
        """Return the share of right answers among the headlines that were answered."""
        return _share_equal(row.answers, self.truth)

    def agreement(self, row: Row) -> float | None:
        """Return the share of answers that are the trained network's own; None where that is not known."""
        reference = [other.answers for other in self.rows if other.name == REFERENCE]
        return _share_equal(row.answers, reference[0]) if reference else None

    def peak_share(self, row: Row, column: int) -> float:
        """Return useful operations per second over the 8-bit peak: what padding computes does not count."""
        operations = self.work.per_token * self.tokens_per_headline + self.work.per_headline
        return operations / (self.per_headline(row, column) / 1000) / self.int8_peak


def _share_equal(some: Sequence[int], others: Sequence[int]) -> float:
    return sum(one == other for one, other in zip(some, others, strict=False)) / len(some)
