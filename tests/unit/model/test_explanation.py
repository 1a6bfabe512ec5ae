import pytest

from model.backends.local import LocalClassifier
from model.errors import HeadlineError
from model.explanation import explain


def test_a_word_weighs_what_it_adds_as_the_last_and_as_the_first(words_classifier: LocalClassifier) -> None:
    prediction, weights = explain(words_classifier, "  Fed   lifts shares ")
    without = words_classifier.classify(["lifts shares", "Fed shares", "Fed lifts"])
    alone = words_classifier.classify(["Fed", "lifts", "shares"])

    assert prediction == words_classifier.classify(["Fed lifts shares"])[0]
    assert [weight.word for weight in weights] == ["Fed", "lifts", "shares"]
    for weight, others, word in zip(weights, without, alone, strict=True):
        last = prediction.confidence - others.scores["Business"]
        first = word.scores["Business"] - 0.5
        assert weight.weight == pytest.approx((last + first) / 2, abs=2e-6)
    assert weights[1].weight == 0


def test_words_that_say_the_same_share_the_weight(words_classifier: LocalClassifier) -> None:
    _, weights = explain(words_classifier, "shares shares shares shares")

    assert len({weight.weight for weight in weights}) == 1
    assert weights[0].weight > 0.2


def test_a_word_against_the_label_weighs_less_than_nothing(words_classifier: LocalClassifier) -> None:
    prediction, weights = explain(words_classifier, "shares fed flu")

    assert prediction.predicted_label == "Business"
    assert weights[2].weight < 0 < weights[0].weight


def test_a_single_word_weighs_its_margin_over_chance(words_classifier: LocalClassifier) -> None:
    prediction, (weight,) = explain(words_classifier, "flu")

    assert weight.weight == pytest.approx(prediction.confidence - 0.5, abs=2e-6)


def test_words_beyond_what_the_model_reads_weigh_nothing(words_classifier: LocalClassifier) -> None:
    prediction, weights = explain(words_classifier, "shares " + "the " * 7 + "flu " * 200)
    _, of_what_is_read = explain(words_classifier, "shares " + "the " * 7)

    assert prediction.truncated
    assert len(weights) == 208
    assert weights[:8] == of_what_is_read
    assert {weight.weight for weight in weights[8:]} == {0.0}


def test_a_word_of_many_tokens_pushes_later_words_out(words_classifier: LocalClassifier) -> None:
    _, weights = explain(words_classifier, "shares the-the-the-the flu")  # 1 + 7 tokens, of 8 that are read

    assert weights[2].weight == 0
    assert weights[0].weight > 0


def test_a_first_word_that_is_too_long_leaves_nothing_to_weigh(words_classifier: LocalClassifier) -> None:
    _, weights = explain(words_classifier, "the-" * 20 + "flu shares")

    assert [weight.weight for weight in weights] == [0, 0]


def test_an_empty_headline_is_refused(words_classifier: LocalClassifier) -> None:
    with pytest.raises(HeadlineError, match="is empty"):
        explain(words_classifier, " \n ")
