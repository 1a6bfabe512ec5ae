"""What was measured of functions that start, and the figures that follow from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.contenders import OURS
from benchmarks.rounds import Timing

TRIVIAL, PEER = "trivial", "transformers + torch"
COPY = f"{OURS}, copy of a snapshot"


@dataclass(frozen=True)
class Start:
    """One start: seconds from the new process to its first answer, and bytes of memory it had taken by then."""

    seconds: float
    memory: int


@dataclass(frozen=True)
class Row:
    """All starts of one function.

    Attributes
    ----------
    name, setting
        What it is.
    starts
        One of each round.
    imports
        Milliseconds by package; see `benchmarks.import_times`.
    """

    name: str
    setting: str
    starts: Sequence[Start]
    imports: Mapping[str, float]

    @property
    def timing(self) -> Timing:
        """Until the first answer, to one headline."""
        return Timing(1, [start.seconds for start in self.starts])

    @property
    def milliseconds(self) -> float:
        """Median until the first answer."""
        return self.timing.p50

    @property
    def megabytes(self) -> float:
        """Median of the memory, in MB of 10^6 bytes."""
        return median(start.memory for start in self.starts) / 1e6


@dataclass(frozen=True)
class Overhead:
    """Calls in turns: seconds of the classifier alone, and of the handler that asks it."""

    classifier: Sequence[float]
    handler: Sequence[float]

    @property
    def milliseconds(self) -> float:
        """By how much the median call of the handler is longer."""
        return 1000 * (median(self.handler) - median(self.classifier))


@dataclass(frozen=True)
class ColdStarts:
    """All rows of one run.

    Attributes
    ----------
    model
        Name and version.
    rows
        In the order of the table.
    overhead
        Of our handler, once it is warm.
    machine
        See `benchmarks.machine`.
    """

    model: str
    rows: Sequence[Row]
    overhead: Overhead
    machine: dict[str, Any]

    def row(self, name: str) -> Row:
        """Return a row by its name."""
        (found,) = (row for row in self.rows if row.name == name)
        return found

    def faster(self, row: Row) -> float:
        """Return how many times as fast as the peer."""
        return self.row(PEER).milliseconds / row.milliseconds
