"""A circuit breaker (Nygard 2007, "Release It!"): who fails again and again is left alone for a while."""

import time
from collections.abc import Callable
from threading import Lock

FAILURES = 3
"""In a row, after which it opens."""
SECONDS = 30.0
"""That it stays open; then one may try."""


class Circuit:
    """Closed at first; safe to share between threads.

    Parameters
    ----------
    failures
        In a row, after which it opens.
    seconds
        That it stays open, before one may try whether it can close again.
    clock
        Returns the seconds since some moment.
    """

    def __init__(
        self,
        failures: int = FAILURES,
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = failures
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._closed_from = 0.0

    def allows(self) -> bool:
        """Tell whether to try; who is told so does, and reports how it ended."""
        with self._lock:
            if self._failures < self._most:
                return True
            now = self._clock()
            if now < self._closed_from:
                return False
            self._closed_from = now + self._seconds  # nobody else tries meanwhile
            return True

    def report(self, *, succeeded: bool) -> None:
        """Say how it ended."""
        with self._lock:
            self._failures = 0 if succeeded else self._failures + 1
            if self._failures >= self._most:
                self._closed_from = self._clock() + self._seconds
