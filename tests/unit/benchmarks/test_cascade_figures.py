import numpy as np
import pytest

from benchmarks.cascade_figures import LINEAR, ORACLE, RIGHT, Cascade
from tests.unit.benchmarks.measured import cascade

OF_FIVE = [0, 0.2, 0.6, 0.8, 1]
"""Shares that can be escalated: two of the five headlines have the same confidence."""


@pytest.fixture
def found() -> Cascade:
    return cascade()


def test_headlines_of_equal_confidence_are_escalated_together(found: Cascade) -> None:
    assert found.thresholds == [0, 0.6, 0.8, 0.9, 1]
    assert [found.share(threshold) for threshold in found.thresholds] == pytest.approx(OF_FIVE)


def test_one_that_is_certain_is_escalated_by_a_threshold_of_one_alone() -> None:
    found = cascade([0.55, 1.0, 1.0, 1.0, 1.0])

    assert found.thresholds == [0, 1]
    assert [found.share(threshold) for threshold in (0.999, 1)] == [0.2, 1]


def test_the_ends_are_the_local_model_and_its_stand_in(found: Cascade) -> None:
    assert [found.accuracy(name, 0) for name in found.strong] == [0.6, 0.6]
    assert [found.accuracy(name, 1) for name in found.strong] == [1, 0.8]
    assert [found.macro_f1(name, 0) for name in found.strong] == pytest.approx([(1 / 2 + 2 / 3) / 2] * 2)
    assert found.macro_f1(ORACLE, 1) == 1
    assert [found.expected(right, 1) for right in RIGHT] == pytest.approx(RIGHT)
    assert [found.at_random(threshold) for threshold in (0, 1)] == pytest.approx([0.6, 1])


def test_between_them_each_answers_its_share(found: Cascade) -> None:
    # the local model is wrong about the first, and about one of the two at 0.6; the baseline about the last
    assert [found.accuracy(ORACLE, threshold) for threshold in found.thresholds] == [0.6, 0.8, 1, 1, 1]
    assert [found.accuracy(LINEAR, threshold) for threshold in found.thresholds] == [0.6, 0.8, 1, 1, 0.8]
    assert found.expected(0.95, 0.8) == pytest.approx(0.4 + 0.95 * 0.6)
    assert found.at_random(0.8) == pytest.approx(0.6 + 0.4 * 0.6)


@pytest.mark.parametrize("seed", range(3))
def test_more_asked_of_the_oracle_is_never_worse(seed: int) -> None:
    found = cascade(np.random.default_rng(seed).uniform(0.51, 0.99, 5).tolist())

    curve = [found.accuracy(ORACLE, threshold) for threshold in found.thresholds]

    assert curve == sorted(curve)
    assert curve[-1] == 1


def test_a_model_that_is_right_more_often_is_best_asked_more(found: Cascade) -> None:
    # the local model is right about none of the one headline below 0.6, one of the next two, and all others
    assert [found.best(right) for right in (0.0, 0.3, 0.9)] == [0, 0.6, 0.7]


def test_how_hard_what_is_escalated_is(found: Cascade) -> None:
    assert found.local_among(0) is None
    among = found.local_among(0.8)
    assert among is not None
    assert among.value == pytest.approx(1 / 3)
    baseline = found.strong_among(LINEAR, 0.8)
    assert baseline is not None
    assert baseline.value == 1


def test_the_curve_goes_from_end_to_end_and_through_the_models_own_threshold(found: Cascade) -> None:
    assert found.curve == [0, 0.6, 0.7, 0.8, 0.9, 1]
    assert [found.nearest(share) for share in (0, 0.15, 0.5, 1)] == [0, 0.6, 0.8, 1]


def test_the_interval_is_around_the_accuracy(found: Cascade) -> None:
    interval = found.interval(LINEAR, 1)

    assert interval.value == 0.8
    assert interval.low is not None
    assert interval.low < 0.8
