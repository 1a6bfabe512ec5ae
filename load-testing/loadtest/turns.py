"""Who is to ask what, and when."""

import itertools
import random
import time
from collections.abc import Iterator
from dataclasses import replace

from loadtest.answers import Answer, Answers
from loadtest.call import Call, Outcome
from loadtest.phase import Phase


class Turns:
    """The turns of a phase, handed out to whichever client is free; its clock starts with the first.

    Parameters
    ----------
    phase
        That is played.
    patience
        Seconds after its end in which requests that were due are still sent.
    seed
        For the order of the calls and the moments at which they are due.
    keep
        Whether the answers are kept. Where nobody asks for them they would be in the way, in hours.
    """

    def __init__(self, phase: Phase, patience: float, seed: int, *, keep: bool = True) -> None:
        self._phase, self._patience, self._keep = phase, patience, keep
        self._chance = random.Random(seed)
        calls = list(phase.calls)
        self._chance.shuffle(calls)
        self._calls = itertools.cycle(calls)
        self._due = self._moments()
        self._began: float | None = None
        self._answers: list[Answer] = []
        self._unsent: list[float] = []

    def next(self) -> tuple[float, Call] | None:
        """Return when a request is due, in seconds of the clock, and which; None when there are no more."""
        now = self.now()
        due = next(self._due, None)
        if due is None:
            return None
        if now > self._phase.seconds + self._patience:
            self._unsent += [due, *self._due]
            return None
        return due, next(self._calls)

    def now(self) -> float:
        """Return the seconds since the first turn."""
        if self._began is None:
            self._began = time.perf_counter()
        return time.perf_counter() - self._began

    def record(self, call: Call, due: float, status: int, content: bytes) -> Answer:
        """Keep what became of a request that has just been answered; return it."""
        ended = self.now()
        outcome, problem = call.judge(status, content)
        headlines = call.headlines if outcome is Outcome.RIGHT else 0
        answer = Answer(call.name, due, ended, headlines, status, outcome, problem)
        if self._keep:
            self._answers.append(answer)
        return answer

    @property
    def answers(self) -> Answers:
        return Answers(self._phase.seconds, self._phase.clients, tuple(self._answers), tuple(self._unsent))

    @property
    def answers_so_far(self) -> Answers:
        """What came of a phase that somebody stopped."""
        return replace(self.answers, seconds=min(self.now(), self._phase.seconds), stopped=True)

    def _moments(self) -> Iterator[float]:
        begin = 0.0
        for segment, end in zip(self._phase.segments, self._phase.ends, strict=True):
            if segment.rate is None:
                while (now := self.now()) < end:
                    yield now
            else:
                due = begin + self._chance.expovariate(segment.rate)
                while due < end:
                    yield due
                    due += self._chance.expovariate(segment.rate)
            begin = end
