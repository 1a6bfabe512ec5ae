import pytest

from model import BackendError, Prediction
from model.backends.local import LocalClassifier
from model.isolation import MOST_FAILURES, each_answer
from tests.choosy import Choosy


@pytest.fixture
def choosy(words_classifier: LocalClassifier) -> Choosy:
    return Choosy(words_classifier)


def test_one_that_fails_costs_the_others_nothing(choosy: Choosy, words_classifier: LocalClassifier) -> None:
    headlines = [f"flu {number}" for number in range(500)]
    expected: list[Prediction | None] = list(words_classifier.classify(headlines))
    for number in (0, 77, 78, 499):
        headlines[number], expected[number] = "poison", None

    found = each_answer(choosy, headlines)

    assert [None if isinstance(one, BackendError) else one for one in found] == expected
    assert choosy.calls < 100


def test_where_nothing_fails_it_is_one_call(choosy: Choosy) -> None:
    assert len(each_answer(choosy, ["flu"] * 500)) == 500
    assert each_answer(choosy, []) == []
    assert choosy.calls == 2


def test_where_all_fail_it_is_over_soon(choosy: Choosy) -> None:
    with pytest.raises(BackendError, match="no answer"):
        each_answer(choosy, ["poison"] * 2_000)

    assert choosy.calls < 50


def test_as_many_as_that_may_fail_in_a_row(choosy: Choosy) -> None:
    found = each_answer(choosy, ["poison"] * MOST_FAILURES + ["flu"] + ["poison"] * MOST_FAILURES)

    assert [isinstance(one, BackendError) for one in found].count(False) == 1
