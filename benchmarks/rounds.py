"""Contenders timed in turn, so that a slow minute of the machine is a slow minute for all of them."""

import gc
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from tqdm import tqdm

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


def time_in_turns(
    contenders: Mapping[str, Contender],
    texts: Sequence[str],
    loads: Sequence[Load],
    seed: random.Random,
    *,
    between: Callable[[], None] = lambda: None,
) -> dict[str, list[Timing]]:
    """Time all contenders on headlines drawn anew for each round, the same for all; a bar shows how far it is.

    Parameters
    ----------
    contenders
        By name.
    texts
        What is drawn from; where a load is larger, it is all of them.
    loads
        Headlines at once, and how often.
    seed
        Of what is drawn and of the order of the turns.
    between
        Called before each round.

    Returns
    -------
    dict
        By name, a timing for each load.
    """
    found: dict[str, list[Timing]] = {name: [] for name in contenders}
    total = sum(count_turns(load, contenders) for load in loads)
    with tqdm(total=total, unit="turn", disable=None, leave=False) as progress:
        for load in loads:
            progress.set_description(f"{load.headlines:,} at once")
            drawn = min(load.headlines, len(texts))
            sizes = {
                name: min(drawn, contender.most_headlines or drawn) for name, contender in contenders.items()
            }
            seconds: dict[str, list[float]] = {name: [] for name in contenders}
            for names in turns(load, contenders, seed):
                calls = [seed.sample(texts, drawn) for _ in range(load.calls)]
                between()
                for name in names:
                    seconds[name] += take_turn(contenders[name], [call[: sizes[name]] for call in calls])
                    progress.update()
            for name in contenders:
                found[name].append(Timing(sizes[name], seconds[name]))
    return found


def _takes_part(contender: Contender, load: Load, number: int) -> bool:
    if contender.most_rounds is None or contender.most_rounds >= load.rounds:
        return True
    every = load.rounds // contender.most_rounds
    return number % every == 0 and number // every < contender.most_rounds
