import numpy as np
import pytest

from training.bootstrap import (
    Estimate,
    accuracy_of,
    calibration_error_of,
    difference,
    estimate,
    label_f1_of,
    macro_f1_of,
    mcnemar,
    share,
    share_of,
)


def test_the_interval_of_a_proportion_is_as_wide_as_its_standard_error_says() -> None:
    truth = [0] * 400
    predicted = [0] * 360 + [1] * 40

    found = estimate(accuracy_of(truth, predicted), 400)

    error = np.sqrt(0.9 * 0.1 / 400)
    assert found.value == 0.9
    assert found.low == pytest.approx(0.9 - 1.96 * error, abs=0.005)
    assert found.high == pytest.approx(0.9 + 1.96 * error, abs=0.005)


def test_rows_that_stand_and_fall_together_make_it_wider() -> None:
    # ten stories of forty rows, one of them all wrong: the standard error is that of ten rows, not of four hundred
    predicted = [0] * 360 + [1] * 40
    stories = [row // 40 for row in range(400)]

    found = estimate(accuracy_of([0] * 400, predicted), 400, stories)

    assert found.value == 0.9
    assert (found.low, found.high) == (pytest.approx(0.7, abs=0.01), 1.0)


def test_the_same_rows_give_the_same_interval() -> None:
    statistic = accuracy_of([0, 1, 0, 1, 1], [0, 1, 1, 1, 0])

    assert estimate(statistic, 5) == estimate(statistic, 5)


@pytest.mark.parametrize(("rows", "groups"), [(1, None), (3, ["one", "one", "one"])])
def test_too_little_to_resample_has_no_interval(rows: int, groups: list[str] | None) -> None:
    assert estimate(accuracy_of([0] * rows, [0] * rows), rows, groups) == Estimate(1.0)


def test_the_statistics_of_some_rows() -> None:
    truth, predicted = [0, 0, 1, 2], [0, 1, 1, 2]
    probabilities = np.array([[0.9, 0.1], [0.9, 0.1]])

    assert macro_f1_of(truth, predicted)(np.array([0, 1, 2])) == pytest.approx(2 / 3)
    assert calibration_error_of(probabilities, [0, 1])(np.array([0])) == pytest.approx(0.1)


def test_an_estimate_in_words_and_as_content() -> None:
    assert str(Estimate(0.93941, 0.926, 0.953)) == "0.939 (0.926 to 0.953)"
    assert str(Estimate(0.5)) == "0.500"
    assert Estimate(0.5, 0.4, 0.6).as_dict() == {"value": 0.5, "low": 0.4, "high": 0.6}


def test_a_share_of_few_is_not_certain() -> None:
    # Wilson 1927 for 3 of 3: lower bound 1 / (1 + 1.96**2 / 3)
    assert share(3, 3).low == pytest.approx(1 / (1 + 1.959964**2 / 3))


def test_a_difference_is_drawn_in_pairs() -> None:
    # both are wrong on the same hard rows, and the second on four more of four hundred
    truth = [0] * 400
    first = [1] * 100 + [0] * 300
    second = [1] * 104 + [0] * 296

    found = difference(accuracy_of(truth, first), accuracy_of(truth, second), 400)

    assert found.value == pytest.approx(-0.01)
    error = np.sqrt(0.01 * 0.99 / 400)
    assert found.low == pytest.approx(-0.01 - 1.96 * error, abs=0.003)
    assert found.high == pytest.approx(-0.01 + 1.96 * error, abs=0.003)


def test_mcnemars_test_counts_where_only_one_is_right() -> None:
    truth = [0] * 20
    first = [0] * 8 + [1] * 2 + [0] * 10
    second = [1] * 8 + [0] * 2 + [0] * 10

    found = mcnemar(truth, first, second)

    assert (found.only_first, found.only_second) == (8, 2)
    assert found.p == pytest.approx(2 * (1 + 10 + 45) / 2**10)
    assert mcnemar(truth, first, first).p == 1.0


def test_the_f1_of_one_label_and_a_share() -> None:
    statistic = label_f1_of([0, 0, 1, 1], [0, 1, 1, 0], 1)

    assert statistic(np.array([0, 1, 2])) == pytest.approx(2 / 3)
    assert statistic(np.array([0, 0])) == 0.0
    assert share_of(np.array([True, False, False]))(np.array([0, 0, 1, 2])) == 0.5
