from loadtest.recovery import recovery_of
from tests.unit.loadtest.conftest import answer, answers

BEFORE = answers(*(answer(tenth / 10, tenth / 10 + 0.01) for tenth in range(100)))


def after(slow, fast=0.01, seconds=5):
    """Ten requests a second: slow ones for some seconds, and fast ones from then on."""
    found = [
        answer(tenth / 10, tenth / 10 + (1.0 if tenth < 10 * slow else fast)) for tenth in range(10 * seconds)
    ]
    return answers(*found, seconds=float(seconds))


def test_it_is_the_first_second_that_is_as_before():
    assert recovery_of(BEFORE, after(slow=0)) == 0
    assert recovery_of(BEFORE, after(slow=3)) == 3


def test_nearly_as_before_is_enough():
    assert recovery_of(BEFORE, after(slow=2, fast=0.0149)) == 2
    assert recovery_of(BEFORE, after(slow=2, fast=0.016)) is None


def test_one_slow_answer_later_is_no_sign_of_the_spike():
    late = after(slow=1)
    late = answers(*late.answers, answer(4.5, 9.9), seconds=5.0)

    assert recovery_of(BEFORE, late) == 1


def test_what_does_not_recover_or_was_never_well_is_told_so():
    assert recovery_of(BEFORE, after(slow=5)) is None
    assert recovery_of(answers(), after(slow=0)) is None
