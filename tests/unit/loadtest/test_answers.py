from loadtest.call import Outcome
from tests.unit.loadtest.conftest import answer, answers


def test_a_part_has_a_clock_of_its_own():
    part = answers(answer(1, 2), answer(5, 9), answer(8, 9), unsent=(3, 5, 7, 8)).between(4, 8)

    assert [(one.due, one.ended) for one in part.answers] == [(1, 5)]
    assert (part.seconds, part.unsent, part.offered) == (4, [1, 3], 3)


def test_problems_are_counted_by_request_and_reason():
    wrong = answer(0, 1, Outcome.WRONG, "it is wrong")

    assert answers(answer(0, 1), wrong, wrong).problems() == {("one headline", "it is wrong"): 2}
