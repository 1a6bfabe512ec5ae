"""How much may be done in any minute."""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

WINDOW = 60.0
"""Seconds."""


class Allowance:
    """A number of things that may be done in any minute; safe to share between threads.

    Parameters
    ----------
    per_minute
        How many.
    clock
        Returns the seconds since some moment.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._lock = Lock()
        self._taken: deque[tuple[float, int]] = deque()  # when, and how many

    @property
    def is_used_up(self) -> bool:
        """Whether nothing may be done at present."""
        with self._lock:
            return self._left(self._clock()) <= 0

    def take(self, wanted: int) -> int:
        """Take as many as are wanted, or as are left; return how many."""
        with self._lock:
            now = self._clock()
            granted = min(wanted, self._left(now))
            if granted:
                self._taken.append((now, granted))
            return granted

    def _left(self, now: float) -> int:
        while self._taken and self._taken[0][0] <= now - WINDOW:
            self._taken.popleft()
        return self._per_minute - sum(number for _, number in self._taken)
