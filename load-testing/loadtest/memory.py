"""How much memory the parts of a service on this machine take, and whether they take more and more."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

import gevent
import psutil

EVERY = 1.0
"""Seconds between two looks."""

Parts = Mapping[str, Sequence[psutil.Process]]
"""The processes of a service by what they are of it."""


@dataclass
class Memory:
    """The memory of a service over time.

    Attributes
    ----------
    seconds
        At which it was looked at, since the begin.
    megabytes
        By the part: what its processes had together then, resident; memory that two share counts twice.
    processes
        By the part: how many they were.
    """

    seconds: list[float] = field(default_factory=list)
    megabytes: dict[str, list[float]] = field(default_factory=dict)
    processes: dict[str, list[int]] = field(default_factory=dict)

    def growth(self, part: str) -> tuple[float, float] | None:
        """Return the median of the second quarter and that of the last; None where there is too little of it.

        The first quarter is left out: buffers and heaps find their size in it.
        """
        megabytes = self.megabytes[part]
        quarter = len(megabytes) // 4
        if quarter < 2:
            return None
        return median(megabytes[quarter : 2 * quarter]), median(megabytes[-quarter:])


@contextmanager
def watched(parts: Callable[[], Parts]) -> Iterator[Memory]:
    """Look at the memory of processes until the context ends.

    Parameters
    ----------
    parts
        Returns them, always the same parts; asked anew at every look.
    """
    memory = Memory()

    def look() -> None:
        number = 0
        while True:
            found = {
                part: [size for one in processes if (size := _resident(one)) is not None]
                for part, processes in parts().items()
            }
            memory.seconds.append(number * EVERY)
            for part, sizes in found.items():
                memory.megabytes.setdefault(part, []).append(sum(sizes) / 1e6)
                memory.processes.setdefault(part, []).append(len(sizes))
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
