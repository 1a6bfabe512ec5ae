"""What came of a phase."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from loadtest.call import Outcome


class Answer(NamedTuple):
    """What became of a request.

    Attributes
    ----------
    name
        Of its call.
    due, ended
        Seconds since the begin of the phase: when it was to be sent, and when it had its answer.
    headlines
        That it has classified if it went well.
    status
        Of HTTP; 0 where there was no answer.
    outcome, problem
        What became of it.
    """

    name: str
    due: float
    ended: float
    headlines: int
    status: int
    outcome: Outcome
    problem: str

    @property
    def milliseconds(self) -> float:
        """From when it was due until it was answered: waiting for a free client counts."""
        return 1000 * (self.ended - self.due)


@dataclass(frozen=True)
class Answers:
    """All of a phase.

    Attributes
    ----------
    seconds
        That it took, by the plan.
    clients
        Requests that could wait for an answer at the same time.
    answers
        In the order in which they came.
    unsent
        When requests were due that no client came to in time.
    stopped
        Whether somebody stopped it: `seconds` are those until then.
    """

    seconds: float
    clients: int
    answers: Sequence[Answer]
    unsent: Sequence[float] = ()
    stopped: bool = False

    @property
    def offered(self) -> int:
        """Requests that were due."""
        return len(self.answers) + len(self.unsent)

    @cached_property
    def right(self) -> list[Answer]:
        return [one for one in self.answers if one.outcome is Outcome.RIGHT]

    @property
    def failed(self) -> int:
        """Requests that failed, or that no client came to."""
        return self.count(Outcome.FAILED) + len(self.unsent)

    @property
    def rate(self) -> float:
        """Right answers in a second of the time planned; those that came after it are left out."""
        return sum(one.ended <= self.seconds for one in self.right) / self.seconds

    @property
    def headlines_per_second(self) -> float:
        return sum(one.headlines for one in self.right if one.ended <= self.seconds) / self.seconds

    def count(self, outcome: Outcome) -> int:
        return sum(one.outcome is outcome for one in self.answers)

    def problems(self) -> Counter[tuple[str, str]]:
        """Count what was not as it should be, by call and problem."""
        return Counter((one.name, one.problem) for one in self.answers if one.outcome is not Outcome.RIGHT)

    def between(self, begin: float, end: float) -> "Answers":
        """Return the part that was due in a stretch of time, its clock beginning with it."""
        part = [
            one._replace(due=one.due - begin, ended=one.ended - begin)
            for one in self.answers
            if begin <= one.due < end
        ]
        unsent = [due - begin for due in self.unsent if begin <= due < end]
        return replace(self, seconds=end - begin, answers=part, unsent=unsent)
