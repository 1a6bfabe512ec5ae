from dataclasses import replace

from loadtest.figures import figures_of
from loadtest.knee import knee_of
from tests.unit.loadtest.conftest import answers

NOTHING = figures_of(answers())


def points(*loads):
    return [replace(NOTHING, per_second=rate, mean=mean) for rate, mean in loads]


def test_the_knee_of_one_queue_is_at_half_of_what_it_can():
    # Of M/M/1 with 100 a second, the mean time at a rate r is 1 / (100 - r): Kleinrock's own case.
    rates = (10, 30, 50, 70, 90)

    assert knee_of(points(*((rate, 1 / (100 - rate)) for rate in rates))) == 2


def test_a_load_that_nobody_answered_is_none():
    assert knee_of([NOTHING, *points((10, 1)), NOTHING]) == 1
    assert knee_of([NOTHING]) is None


def test_where_answers_take_as_long_at_any_load_there_is_no_knee_yet():
    assert knee_of(points((10, 1), (20, 1), (40, 1))) is None
