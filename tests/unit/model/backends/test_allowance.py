import pytest

from model.backends.allowance import Allowance
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_what_is_left_is_given(clock: Clock) -> None:
    allowance = Allowance(10, clock)

    assert [allowance.take(4), allowance.take(4), allowance.take(4), allowance.take(4)] == [4, 4, 2, 0]


def test_in_no_minute_is_more_given(clock: Clock) -> None:
    allowance = Allowance(10, clock)
    allowance.take(6)
    clock.now += 30
    allowance.take(4)
    clock.now += 29.9
    assert allowance.take(10) == 0

    clock.now += 0.1
    assert allowance.take(10) == 6
    clock.now += 30
    assert allowance.take(10) == 4


def test_nothing_may_be_allowed(clock: Clock) -> None:
    assert Allowance(0, clock).take(1) == 0
