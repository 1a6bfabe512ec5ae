"""What a scenario has found."""

from collections.abc import Mapping
from dataclasses import dataclass

from loadtest.answers import Answers
from loadtest.memory import Memory


@dataclass(frozen=True)
class Found:
    """What a scenario has found.

    Attributes
    ----------
    name
        Of the scenario.
    what
        It did, in words.
    parts
        What came of it, by the part: a stretch of time, or a rate.
    whole
        What came of it as one, where it was asked in one go.
    memory
        Of the service meanwhile, where it was looked at.
    stopped
        Whether somebody stopped it before its end.
    """

    name: str
    what: str
    parts: Mapping[str, Answers]
    whole: Answers | None = None
    memory: Memory | None = None
    stopped: bool = False
