from dataclasses import replace

import pytest

from benchmarks.relay import Evaluation
from benchmarks.training_figures import REFERENCE, WIDEST, Race
from tests.unit.benchmarks.measured import trainings


def test_speed_is_the_ratio_of_the_medians() -> None:
    found = trainings()

    assert found.ratio(found.speeds[0], WIDEST) == pytest.approx(110 / 2.1)
    assert found.ratio(found.speeds[0], REFERENCE) == pytest.approx(10)


def test_how_soon_is_told_at_the_accuracy_that_the_reference_ended_with() -> None:
    found = trainings()

    assert found.target == Evaluation(300, 30, 0.75)
    assert found.sooner(found.races[0]) == pytest.approx(15)


def test_a_reference_that_was_as_accurate_earlier_is_held_to_that() -> None:
    found = trainings()
    reference = Race(REFERENCE, [Evaluation(100, 10, 0.8), Evaluation(200, 20, 0.75)])

    found = replace(found, races=[found.races[0], reference])

    assert found.sooner(found.races[0]) == pytest.approx(5)


def test_one_that_was_never_as_accurate_has_no_ratio() -> None:
    found, slow = trainings(), Race("slow", [Evaluation(100, 1, 0.5)])

    assert found.sooner(slow) is None


def test_accuracy_after_the_same_headlines_is_the_last_measured_within_them() -> None:
    ours = trainings().races[0]

    assert ours.after(300) == Evaluation(200, 2, 0.8)
    assert ours.after(50) is None
