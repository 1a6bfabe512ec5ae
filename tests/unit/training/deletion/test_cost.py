import pytest

from training.deletion.cost import Counting, measure_cost


def test_texts_and_calls_are_counted(classifier, headlines) -> None:
    cost = measure_cost(classifier, headlines[:4])

    assert (cost.headlines, cost.words, cost.calls) == (4, 5, 1)
    assert cost.texts == 1 + 5 + 5  # as it is, each word alone, each word left out
    assert cost.times.low <= cost.times.value <= cost.times.high
    assert cost.explain_ms > cost.classify_ms > 0
    assert cost.in_answers.startswith(f"{cost.times.value:.1f} (")


def test_a_truncated_headline_costs_more_calls(classifier) -> None:
    cost = measure_cost(classifier, ["Some shares " + "news " * 30])

    assert cost.calls == 3


def test_counting_changes_no_answer(classifier) -> None:
    counting = Counting(classifier)

    assert counting.classify(["Flu", "Fed"]) == classifier.classify(["Flu", "Fed"])
    assert (counting.calls, counting.texts) == (1, 2)
    assert (counting.labels, counting.version) == (classifier.labels, classifier.version)


def test_nothing_to_time_is_an_error(classifier) -> None:
    with pytest.raises(ValueError, match="not a single headline"):
        measure_cost(classifier, [])
