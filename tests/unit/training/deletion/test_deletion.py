import numpy as np
import pytest

from training.deletion.deletion import delete_words
from training.deletion.order import LEAST, LONGEST, MOST, RANDOM


def test_the_falls_are_those_of_the_model(classifier) -> None:
    headline = "Some shares news today"

    found = delete_words(classifier, [headline], progress=False)

    def score(text: str) -> float:
        return classifier.classify([text])[0].scores["Business"]

    whole = score(headline)
    single = [
        whole - score(text) for text in ("shares news today", "Some news today", *2 * ["Some shares today"])
    ]
    assert found.headlines == 1
    assert found.drops[MOST][0].value == pytest.approx(whole - score("Some news today"))
    assert found.drops[MOST][1].value == pytest.approx(whole - score("news today"))
    assert found.drops[RANDOM][0].value == pytest.approx(np.mean(single))
    assert found.best.value == pytest.approx(max(single))
    assert found.advantage[0].value == pytest.approx(max(single) - np.mean(single))


def test_the_words_of_most_weight_are_ahead_and_those_of_least_behind(classifier, headlines) -> None:
    found = delete_words(classifier, headlines, progress=False)

    assert found.headlines == 6
    for most, chance, least in zip(found.drops[MOST], found.drops[RANDOM], found.drops[LEAST], strict=True):
        assert most.value > chance.value > least.value
    assert found.advantage[0].low > 0
    assert found.drops[MOST][0].low < found.drops[MOST][0].value < found.drops[MOST][0].high


def test_a_label_that_changes_is_counted(classifier) -> None:
    found = delete_words(classifier, ["Some flu shares today", "Some flu shares of today"], progress=False)

    assert [each.value for each in found.flips[MOST]] == [1, 1, 1]
    assert found.flips[RANDOM][0].value == pytest.approx((1 / 4 + 1 / 5) / 2)


def test_the_same_headlines_are_drawn_again(classifier, headlines) -> None:
    first = delete_words(classifier, headlines, limit=3, progress=False)

    assert first.headlines == 3
    assert first == delete_words(classifier, headlines, limit=3, progress=False)
    assert first != delete_words(classifier, headlines, limit=3, seed=1, progress=False)


def test_headlines_that_are_too_short_or_not_read_whole_are_left_out(classifier) -> None:
    long = "Some shares " + "of the news " * 20

    with pytest.raises(ValueError, match="none of the 2 headlines has more than 3 words"):
        delete_words(classifier, ["Flu in town", long], progress=False)


def test_a_further_order_is_tried_beside_the_others(classifier, headlines) -> None:
    def longest(text: str) -> list[int]:
        words = text.split()
        return sorted(range(len(words)), key=lambda place: -len(words[place]))

    plain = delete_words(classifier, headlines, progress=False)

    found = delete_words(classifier, headlines, also={"mine": longest}, progress=False)

    assert found.drops["mine"] == plain.drops[LONGEST] != plain.drops[MOST]
    assert found.flips["mine"] == plain.flips[LONGEST]
    assert {name: found.drops[name] for name in plain.drops} == plain.drops
