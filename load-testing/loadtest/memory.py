"""How much memory a service on this machine takes, and whether it takes more and more."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

import gevent
import psutil

EVERY = 1.0
"""Seconds between two looks."""


@dataclass
class Memory:
    """The memory of a service over time.

    Attributes
    ----------
    seconds
        At which it was looked at, since the begin.
    megabytes
        That its processes had together then, resident; memory that two share counts twice.
    processes
        How many they were.
    """

    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    processes: list[int] = field(default_factory=list)

    def growth(self) -> tuple[float, float] | None:
        """Return the median of the second quarter and that of the last; None where there is too little of it.

        The first quarter is left out: buffers and heaps find their size in it.
        """
        quarter = len(self.megabytes) // 4
        if quarter < 2:
            return None
        return median(self.megabytes[quarter : 2 * quarter]), median(self.megabytes[-quarter:])


@contextmanager
def watched(processes: Callable[[], Sequence[psutil.Process]]) -> Iterator[Memory]:
    """Look at the memory of processes until the context ends.

    Parameters
    ----------
    processes
        Returns them; asked anew at every look.
    """
    memory = Memory()

    def look() -> None:
        number = 0
        while True:
            found = [size for one in processes() if (size := _resident(one)) is not None]
            memory.seconds.append(number * EVERY)
            memory.megabytes.append(sum(found) / 1e6)
            memory.processes.append(len(found))
            number += 1
            gevent.sleep(EVERY)

    looking = gevent.spawn(look)
    try:
        yield memory
    finally:
        looking.kill()


def _resident(process: psutil.Process) -> int | None:
    try:
        resident: int = process.memory_info().rss
    except psutil.NoSuchProcess:
        return None
    return resident
