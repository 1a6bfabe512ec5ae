"""A clock that stands still until it is set."""


class Clock:
    """Seconds since some moment."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let them pass."""
        self.now += seconds
