import pytest

from benchmarks.distribution_figures import communication, step_time, worthwhile
from tests.unit.benchmarks.measured import distribution

WEIGHTS = 25_000_000
"""100 MB of gradients."""


def test_a_step_is_told_by_its_median_and_beside_one_process() -> None:
    found = distribution()
    alone, two = found.sharings

    assert alone.step == pytest.approx(0.4)
    assert found.rate(alone) == pytest.approx(80)
    assert found.ratio(two) == pytest.approx(0.8)


def test_two_send_the_gradients_once_and_many_almost_twice() -> None:
    assert communication(WEIGHTS, 1, 8) == 0
    assert communication(WEIGHTS, 2, 8) == pytest.approx(0.1)
    assert communication(WEIGHTS, 1000, 8) == pytest.approx(0.2, rel=0.01)


def test_a_step_is_its_share_of_the_computation_and_what_it_takes_to_agree() -> None:
    assert step_time(0.4, WEIGHTS, 1, 8) == pytest.approx(0.4)
    assert step_time(0.4, WEIGHTS, 2, 8) == pytest.approx(0.2 + 0.1)


def test_two_are_as_fast_as_one_where_it_is_just_worthwhile() -> None:
    alone = worthwhile(WEIGHTS, 8)

    assert step_time(alone, WEIGHTS, 2, 8) == pytest.approx(alone)
