"""Contenders timed in turn, so that a slow minute of the machine is a slow minute for all of them."""

import gc
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from benchmarks.contenders import Contender
from benchmarks.loads import Load


@dataclass(frozen=True)
class Timing:
    """The calls of one contender under one load.

    Attributes
    ----------
    headlines
        In each call; fewer than the load where the contender is given fewer.
    seconds
        Of each call.
    """

    headlines: int
    seconds: list[float]

    @property
    def p50(self) -> float:
        """Median in milliseconds."""
        return 1000 * median(self.seconds)

    @property
    def middle(self) -> tuple[float, float]:
        """The quarter and the three quarter point, in milliseconds."""
        if len(self.seconds) < 2:
            return self.p50, self.p50
        low, _, high = quantiles(self.seconds, n=4, method="inclusive")
        return 1000 * low, 1000 * high


def turns(load: Load, contenders: Mapping[str, Contender], seed: random.Random) -> Iterator[list[str]]:
    """Yield the names of those who take part in each round, in the order of their turns."""
    for number in range(load.rounds):
        names = [name for name, contender in contenders.items() if _takes_part(contender, load, number)]
        seed.shuffle(names)
        yield names


def count_turns(load: Load, contenders: Mapping[str, Contender]) -> int:
    """Return how many turns there are in all rounds."""
    return sum(len(names) for names in turns(load, contenders, random.Random(0)))


def take_turn(contender: Contender, calls: Sequence[Sequence[str]]) -> list[float]:
    """Return the seconds of each call, after one that is not timed and brings the weights into the caches."""
    contender.probabilities(calls[0][:1])
    seconds = []
    collected = gc.isenabled()
    gc.disable()
    try:
        for headlines in calls:
            start = time.perf_counter()
            contender.probabilities(headlines)
            seconds.append(time.perf_counter() - start)
    finally:
        if collected:
            gc.enable()
    return seconds


def _takes_part(contender: Contender, load: Load, number: int) -> bool:
    if contender.most_rounds is None or contender.most_rounds >= load.rounds:
        return True
    every = load.rounds // contender.most_rounds
    return number % every == 0 and number // every < contender.most_rounds
