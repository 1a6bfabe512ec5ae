"""What was measured of a shared training, and what follows for more instances than were measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

BYTES = 4
"""Of a gradient: fp32."""
INSTANCES = (1, 2, 4, 8, 16)
NETWORKS = (10, 25, 100)
"""Gigabits per second between instances, for which times are computed."""


@dataclass(frozen=True)
class Sharing:
    """A training shared in some way.

    Attributes
    ----------
    name, setting
        For the reader.
    instances
        Machines, or what stands in for them.
    rounds
        Seconds of a step, in each round.
    """

    name: str
    setting: str
    instances: int
    rounds: Sequence[float]

    @property
    def step(self) -> float:
        """Seconds of a step: the median over all rounds."""
        return median(self.rounds)


@dataclass(frozen=True)
class Distribution:
    """All ways of one run.

    Attributes
    ----------
    recipe
        Whose network it is.
    batch_size
        Headlines of a step, over all processes together.
    weights
        Of the network, each with a gradient.
    sharings
        The first is one process alone.
    machine
        See `benchmarks.machine`.
    """

    recipe: str
    batch_size: int
    weights: int
    sharings: Sequence[Sharing]
    machine: dict[str, Any]

    def rate(self, sharing: Sharing) -> float:
        """Return headlines per second."""
        return self.batch_size / sharing.step

    def ratio(self, sharing: Sharing) -> float:
        """Return how many times as fast as one process alone: the median of what each round says of that."""
        alone = self.sharings[0].rounds
        return median(one / this for one, this in zip(alone, sharing.rounds, strict=True))


def communication(weights: int, instances: int, gigabits: float) -> float:
    """Return the least seconds that instances take to add up their gradients, once a step.

    In a ring, each sends and receives `2 (N - 1) / N` times the gradients (Patarasuk & Yuan 2009, "Bandwidth
    optimal all-reduce algorithms for clusters of workstations").

    Parameters
    ----------
    weights
        Of the network.
    instances
        How many, N.
    gigabits
        Per second, of each one's network.
    """
    return 2 * (instances - 1) / instances * weights * BYTES * 8 / (gigabits * 1e9)


def step_time(compute: float, weights: int, instances: int, gigabits: float) -> float:
    """Return the computed seconds of a step: its computation shared, then the communication, never at once."""
    return compute / instances + communication(weights, instances, gigabits)


def worthwhile(weights: int, gigabits: float) -> float:
    """Return the seconds that a step must take on one instance for two to be faster."""
    return 2 * communication(weights, 2, gigabits)
