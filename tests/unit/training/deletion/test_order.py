from model.explanation import WordWeight
from training.deletion.order import LEAST, LONGEST, MOST, RANDOM, orders, without

WEIGHTS = [WordWeight("The", 0.1), WordWeight("shares", 0.5), WordWeight("of", -0.2), WordWeight("Acme", 0.0)]


def test_each_order_begins_where_it_says() -> None:
    found = orders(WEIGHTS, seed=3)

    assert found[MOST] == [[1, 0, 3, 2]]
    assert found[LEAST] == [[2, 3, 0, 1]]
    assert found[LONGEST] == [[1, 3, 0, 2]]


def test_at_random_every_word_goes_first_once() -> None:
    found = orders(WEIGHTS, seed=3)[RANDOM]

    assert sorted(order[0] for order in found) == [0, 1, 2, 3]
    assert all(sorted(order) == [0, 1, 2, 3] for order in found)
    assert found == orders(WEIGHTS, seed=3)[RANDOM]
    assert len({tuple(orders(WEIGHTS, seed)[RANDOM][0]) for seed in range(30)}) > 5


def test_the_other_words_stay_in_their_order() -> None:
    assert without(WEIGHTS, [1, 0, 3, 2], 2) == "of Acme"
    assert without(WEIGHTS, [2, 1, 0, 3], 1) == "The shares Acme"
