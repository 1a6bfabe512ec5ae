"""What a scenario has found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from loadtest.answers import Answers
from loadtest.figures import Figures, figures_of
from loadtest.knee import knee_of
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
    rates
        Requests a second that were offered in each part, where that is what tells them apart; rising.
    memory
        Of the service meanwhile, where it was looked at.
    stopped
        Whether somebody stopped it before its end.
    """

    name: str
    what: str
    parts: Mapping[str, Answers]
    whole: Answers | None = None
    rates: Sequence[float] = ()
    memory: Memory | None = None
    stopped: bool = False

    @cached_property
    def figures(self) -> dict[str, Figures]:
        """Those of each part."""
        return {name: figures_of(answers) for name, answers in self.parts.items()}

    @property
    def knee(self) -> str | None:
        """The part that is the knee of the rates; None where there is none."""
        knee = knee_of(list(self.figures.values()))
        return None if knee is None else list(self.figures)[knee]
