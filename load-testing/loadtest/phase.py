"""What is asked in a scenario, how often, and by how many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from loadtest.call import Call


@dataclass(frozen=True)
class Segment:
    """A stretch of time with one load.

    Attributes
    ----------
    seconds
        How long it is.
    rate
        Requests a second that are due, at moments drawn by chance (a Poisson process), whoever is still waiting
        for an answer. None: each client asks again as soon as it is answered, the most that so many can do.
    """

    seconds: float
    rate: float | None = None


@dataclass(frozen=True)
class Phase:
    """A load from its begin to its end.

    Attributes
    ----------
    calls
        Asked in turn, in an order drawn by chance.
    segments
        One after the other.
    clients
        Requests that may be waiting for an answer at the same time; one that is due while all are, waits for one
        of them, and that counts as time it took.
    """

    calls: Sequence[Call]
    segments: Sequence[Segment]
    clients: int

    @property
    def seconds(self) -> float:
        return sum(segment.seconds for segment in self.segments)

    @property
    def ends(self) -> list[float]:
        """Seconds from the begin to the end of each segment."""
        return list(accumulate(segment.seconds for segment in self.segments))
