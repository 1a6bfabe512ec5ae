"""One look at a job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


@dataclass(frozen=True)
class Look:
    """What is seen of a job.

    Attributes
    ----------
    state
        What it does, and how far it is.
    times
        How long it takes, which is another at every look.
    lines
        What was said since the last look.
    ended
        What came of it; None while it goes on.
    good
        Whether that was what was wanted.
    """

    state: str
    times: str
    lines: Sequence[str] = ()
    ended: str | None = None
    good: bool = False


class Followed(Protocol):
    """A job that can be looked at."""

    name: str

    def look(self) -> Look:
        """Look at it.

        Raises
        ------
        LaunchError
            If AWS cannot be asked.
        """

    def stopping(self) -> str:
        """Return the command that stops it."""


def elapsed(since: datetime, until: datetime | None = None) -> str:
    """Write a time as `4 min 10 s`."""
    seconds = max(0, round(((until or datetime.now(UTC)) - since).total_seconds()))
    hours, minutes = seconds // 3600, seconds // 60 % 60
    parts = ((hours, "h"), (minutes, "min"), (seconds % 60, "s"))
    return " ".join(f"{value} {unit}" for value, unit in parts if value) or "0 s"
