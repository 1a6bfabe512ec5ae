from math import isnan

import pytest

from loadtest.call import Outcome
from loadtest.figures import figures_of
from tests.unit.loadtest.conftest import answer, answers


def test_percentiles_are_of_what_was_measured():
    found = figures_of(answers(*(answer(0, number / 1000) for number in range(1, 101)), seconds=1))

    assert (found.p50, found.p90, found.p95, found.p99, found.worst) == pytest.approx((50, 90, 95, 99, 100))
    assert found.mean == pytest.approx(50.5)


def test_answers_after_the_end_count_with_their_time_but_not_in_the_rate():
    found = figures_of(answers(answer(0, 1, headlines=32), answer(9, 12, headlines=32), seconds=10))

    assert (found.offered, found.per_second, found.headlines_per_second) == (2, 0.1, 3.2)
    assert found.worst == pytest.approx(3000)


def test_every_other_outcome_is_counted_and_has_no_time():
    found = figures_of(
        answers(
            answer(0, 1),
            answer(0, 9, Outcome.WRONG, "it is wrong"),
            answer(0, 9, Outcome.THROTTLED, "429", status=429),
            answer(0, 9, Outcome.FAILED, "no answer", status=0),
            unsent=(8, 9),
        )
    )

    assert (found.wrong, found.throttled, found.failed, found.offered) == (1, 1, 3, 6)
    assert found.worst == pytest.approx(1000)


def test_nothing_answered_has_no_times():
    found = figures_of(answers(answer(0, 1, Outcome.FAILED, "no answer", status=0)))

    assert isnan(found.p50)
    assert found.per_second == 0
