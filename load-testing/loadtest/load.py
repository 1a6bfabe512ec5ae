"""All that a load test has found."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isnan
from statistics import median
from typing import Any

from loadtest.answers import Answers
from loadtest.call import Outcome
from loadtest.cost import dollars_per_million
from loadtest.figures import Figures, figures_of
from loadtest.found import Found
from loadtest.plan import Plan
from loadtest.reference import written
from loadtest.target import Target


@dataclass(frozen=True)
class Load:
    """What was asked, and what came of it.

    Attributes
    ----------
    target
        That was asked.
    plan
        By which.
    capacity
        What was answered when each client asked again at once.
    found
        By the scenarios that were played to their end.
    machine
        What it was run on, see `benchmarks.machine`.
    stopped
        Whether somebody stopped it before all of them had been played.
    """

    target: Target
    plan: Plan
    capacity: Answers
    found: Sequence[Found]
    machine: Mapping[str, Any]
    stopped: bool = False

    @property
    def wrong(self) -> int:
        """Answers that should have been others."""
        return sum(answers.count(Outcome.WRONG) for answers in self.all_answers())

    @property
    def asked(self) -> int:
        return sum(answers.offered for answers in self.all_answers())

    def all_answers(self) -> list[Answers]:
        parts = [part for one in self.found for part in ([one.whole] if one.whole else one.parts.values())]
        return [self.capacity, *parts]

    @property
    def local(self) -> bool:
        """Whether the function classifies by itself, so that its time is all that a headline costs."""
        return self.target.reference.model["backend"] == "local"

    @property
    def unhurried(self) -> float:
        """Milliseconds of an answer about one headline while nobody else asks: the median."""
        return median(self.target.reference.milliseconds)

    def dollars(self) -> float:
        """Return what a million headlines cost that are asked about one by one."""
        return dollars_per_million(self.unhurried, 1)

    def dollars_in_lists(self, answers: Answers) -> float:
        """Return what a million headlines cost in lists, by what one took while others were asked for, too."""
        return dollars_per_million(figures_of(answers).p50, self.plan.list_length)

    def as_json(self) -> dict[str, Any]:
        """Return the figures, for a program."""
        return {
            "model": dict(self.target.reference.model),
            "machine": dict(self.machine),
            "clients": self.plan.clients,
            "asked": self.asked,
            "wrong": self.wrong,
            "stopped": self.stopped,
            "unhurried_ms": self.unhurried,
            "dollars_per_million_headlines": self.dollars() if self.local else None,
            "capacity": _figures(figures_of(self.capacity)),
            "scenarios": {one.name: _described(one) for one in self.found},
        }


def _described(found: Found) -> dict[str, Any]:
    described: dict[str, Any] = {
        "what": found.what,
        "parts": [{"name": name, **_figures(one)} for name, one in found.figures.items()],
        "stopped": found.stopped,
    }
    if found.name == "rates":
        described["knee"] = found.knee
    if found.memory:
        described["memory"] = asdict(found.memory)
    return described


def _figures(found: Figures) -> dict[str, float | None]:
    """Return figures as JSON has them, which knows no NaN: where nothing was answered, there is no percentile."""
    return {name: None if isnan(value) else value for name, value in asdict(found).items()}


def title_of(load: Load) -> str:
    """Return what is asked, for a heading."""
    where = "on this machine" if load.target.parts else load.target.service.url
    return f"{written(load.target.reference.model)}: load on the API {where}"
