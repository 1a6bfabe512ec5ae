"""What was measured of all that answered as an endpoint, and the figures that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from benchmarks.closed_loop import Turn
from benchmarks.contenders import OURS

LIST = 16
"""Headlines of a request, in the row that asks with lists."""
LISTS = f"{OURS}, lists of {LIST}"
ORIGINALS = ("the original's way", "the original's way, all CPUs")
"""The peer that rates are told relative to: for each number of clients the faster of the two."""


@dataclass(frozen=True)
class Cell:
    """All turns of one row with one number of clients.

    Attributes
    ----------
    headlines
        That each request carries.
    turns
        One of each round.
    """

    headlines: int
    turns: Sequence[Turn]

    @property
    def requests_per_second(self) -> float:
        """Median of the turns."""
        return median(turn.rate for turn in self.turns)

    @property
    def headlines_per_second(self) -> float:
        return self.requests_per_second * self.headlines

    @property
    def p50(self) -> float:
        """Median time of a request in milliseconds, of all turns."""
        return 1000 * median(self._latencies)

    @property
    def p99(self) -> float:
        """Time in milliseconds that one request of a hundred exceeds, of all turns."""
        latencies = self._latencies
        return 1000 * (quantiles(latencies, n=100, method="inclusive")[98] if latencies[1:] else latencies[0])

    @property
    def requests(self) -> int:
        """Requests that count."""
        return len(self._latencies)

    @property
    def errors(self) -> int:
        return sum(turn.errors for turn in self.turns)

    @property
    def _latencies(self) -> list[float]:
        return [seconds for turn in self.turns for seconds in turn.latencies]


@dataclass(frozen=True)
class Row:
    """One way to serve: what it is, how it is run, and a cell for each number of clients."""

    name: str
    setting: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Endpoints:
    """All rows of one run.

    Attributes
    ----------
    model
        Name and version.
    clients
        How many ask at once, for each cell of a row.
    workers
        Processes that answer, of each server.
    rows
        In the order of the table.
    same, asked
        Of how many headlines the label of the original's handler is that of Newsdesk.
    machine
        See `benchmarks.machine`.
    """

    model: str
    clients: Sequence[int]
    workers: int
    rows: Sequence[Row]
    same: int
    asked: int
    machine: dict[str, Any]

    def row(self, name: str) -> Row:
        """Return a row by its name."""
        (found,) = (row for row in self.rows if row.name == name)
        return found

    def ratio(self, row: Row, column: int) -> float:
        """Return how many times as many headlines per second as the faster row of the original."""
        peers = [self.row(name).cells[column].headlines_per_second for name in ORIGINALS]
        return row.cells[column].headlines_per_second / max(peers)
