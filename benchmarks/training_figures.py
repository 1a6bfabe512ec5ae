"""What was measured of the trainings, and the figures that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.relay import Evaluation

WIDEST = "padded to 512"
"""The way that speed is told relative to."""
REFERENCE = "run_classification.py"
"""The way whose accuracy the others are to reach."""


@dataclass(frozen=True)
class Speed:
    """Headlines per second of each turn of one way."""

    name: str
    setting: str
    rates: Sequence[float]

    @property
    def p50(self) -> float:
        """The median."""
        return median(self.rates)


@dataclass(frozen=True)
class Race:
    """Accuracy of one way as its training went on, in the order of time."""

    name: str
    evaluations: Sequence[Evaluation]

    @property
    def last(self) -> Evaluation:
        """Where it ended."""
        return self.evaluations[-1]

    def reached(self, accuracy: float) -> Evaluation | None:
        """Return the first measurement that is at least as accurate; None where none is."""
        return next((found for found in self.evaluations if found.accuracy >= accuracy), None)

    def after(self, headlines: int) -> Evaluation | None:
        """Return the last measurement within so many headlines; None where there is none."""
        within = [found for found in self.evaluations if found.headlines <= headlines]
        return within[-1] if within else None


@dataclass(frozen=True)
class Trainings:
    """All ways of one run.

    Attributes
    ----------
    recipe
        Name of Newsdesk's.
    speeds
        On all training headlines.
    races
        On the same few, from the base checkpoint to the end of each way's own schedule.
    train, valid
        How many these were, and how many accuracy was measured on.
    machine
        See `benchmarks.machine`.
    """

    recipe: str
    speeds: Sequence[Speed]
    races: Sequence[Race]
    train: int
    valid: int
    machine: dict[str, Any]

    def ratio(self, speed: Speed, name: str) -> float:
        """Return how many times as fast as another way."""
        return speed.p50 / next(other.p50 for other in self.speeds if other.name == name)

    @property
    def target(self) -> Evaluation:
        """Where the reference ended."""
        return next(found.last for found in self.races if found.name == REFERENCE)

    def sooner(self, found: Race) -> float | None:
        """Return how many times as soon as the reference it was as accurate as that in the end."""
        own = found.reached(self.target.accuracy)
        reference = next(other for other in self.races if other.name == REFERENCE)
        theirs = reference.reached(self.target.accuracy)
        return None if own is None or theirs is None else theirs.seconds / own.seconds
