import pytest

from training.behaviour.check import Check, share_kept


@pytest.mark.parametrize(
    ("value", "at_most", "passed"),
    [(0.9, False, True), (0.8, False, False), (0.9, True, True), (0.95, True, False)],
)
def test_a_bound_is_kept_on_the_right_side(value: float, at_most: bool, passed: bool) -> None:
    assert Check("minimum", "x", value, 0.9, 10, at_most=at_most).passed is passed


@pytest.mark.parametrize("cases", [10, 20, 30, 40, 70, 160, 800])
def test_nine_of_ten_is_nine_tenths(cases: int) -> None:
    assert share_kept(range(cases // 10), range(cases)) == 0.9
