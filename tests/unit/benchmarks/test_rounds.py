import random

import numpy as np
import pytest

from benchmarks.contenders import Contender
from benchmarks.loads import Load
from benchmarks.rounds import Timing, count_turns, take_turn, time_in_turns, turns


def contender(most_rounds: int | None = None, seen: list[list[str]] | None = None) -> Contender:
    def probabilities(headlines: list[str]) -> np.ndarray:
        if seen is not None:
            seen.append(list(headlines))
        return np.ones((len(headlines), 1))

    return Contender("", probabilities, most_rounds=most_rounds)


def test_every_round_gives_each_one_turn_in_changing_order() -> None:
    contenders = {name: contender() for name in "abcd"}

    found = list(turns(Load(1, rounds=20, calls=1), contenders, random.Random(1)))

    assert [sorted(names) for names in found] == [list("abcd")] * 20
    assert len({tuple(names) for names in found}) > 5


@pytest.mark.parametrize(("rounds", "most", "expected"), [(40, 2, [0, 20]), (5, 2, [0, 2]), (1, 2, [0])])
def test_a_slow_one_takes_part_in_rounds_that_lie_apart(rounds: int, most: int, expected: list[int]) -> None:
    load, contenders = Load(1, rounds, 1), {"fast": contender(), "slow": contender(most_rounds=most)}

    found = list(turns(load, contenders, random.Random(1)))

    assert [number for number, names in enumerate(found) if "slow" in names] == expected
    assert count_turns(load, contenders) == rounds + len(expected)


def test_a_turn_times_each_call_and_not_the_first() -> None:
    seen: list[list[str]] = []

    seconds = take_turn(contender(seen=seen), [["a", "b"], ["c", "d"]])

    assert seen == [["a"], ["a", "b"], ["c", "d"]]
    assert len(seconds) == 2


def test_all_are_timed_on_the_same_headlines() -> None:
    seen: dict[str, list[list[str]]] = {"a": [], "b": []}
    contenders = {name: contender(seen=calls) for name, calls in seen.items()}
    rounds: list[int] = []

    found = time_in_turns(
        contenders,
        [str(number) for number in range(5)],
        [Load(2, rounds=3, calls=2), Load(9, rounds=1, calls=1)],
        random.Random(1),
        between=lambda: rounds.append(len(seen["a"])),
    )

    assert seen["a"] == seen["b"]
    assert [(timing.headlines, len(timing.seconds)) for timing in found["a"]] == [(2, 6), (5, 1)]
    assert rounds == [0, 3, 6, 9]


def test_a_timing_tells_the_median_and_the_quarters_in_milliseconds() -> None:
    found = Timing(1, [0.001, 0.002, 0.003, 0.004, 0.1])

    assert found.p50 == pytest.approx(3)
    assert found.middle == pytest.approx((2, 4))
