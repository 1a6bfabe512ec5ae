import math

import numpy as np
import pytest

from model.drift import population_stability_index, shares


def test_what_has_not_moved_is_zero() -> None:
    expected = {"Business": 0.3, "Health": 0.7}

    assert population_stability_index(expected, dict(expected)) == 0


def test_it_is_the_sum_of_the_formula_and_knows_no_direction() -> None:
    before, now = {"Business": 0.5, "Health": 0.5}, {"Business": 0.8, "Health": 0.2}

    by_hand = 0.3 * math.log(1.6) + -0.3 * math.log(0.4)
    assert population_stability_index(before, now) == pytest.approx(by_hand)
    assert population_stability_index(now, before) == pytest.approx(by_hand)


def test_a_label_never_seen_is_rare_and_not_impossible() -> None:
    found = shares({"Business": 99, "Health": 0})

    assert found == {"Business": 0.995, "Health": 0.005}
    assert math.isfinite(population_stability_index({"Business": 0.5, "Health": 0.5}, found))


def test_the_share_of_nothing_is_even() -> None:
    assert shares({"Business": 0, "Health": 0}) == {"Business": 0.5, "Health": 0.5}


def test_chance_alone_makes_as_much_as_the_docstring_says() -> None:
    """Of a reference of M and N predictions in B labels: (B - 1)(1/N + 1/M) on average."""
    generator = np.random.default_rng(0)
    labels, truth = ["a", "b", "c", "d"], [0.4, 0.3, 0.2, 0.1]

    def draw(size: int) -> dict[str, float]:
        return shares(dict(zip(labels, generator.multinomial(size, truth).tolist(), strict=True)))

    found = np.mean([population_stability_index(draw(1336), draw(500)) for _ in range(4000)])
    assert found == pytest.approx(3 * (1 / 500 + 1 / 1336), rel=0.1)
