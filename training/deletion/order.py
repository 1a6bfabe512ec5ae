"""Orders in which the words of a headline are left out."""

import random
from collections.abc import Sequence

from model.explanation import WordWeight

Order = Sequence[int]
"""Positions of words, the first to go first."""

MOST, LEAST, LONGEST, RANDOM = "most weight first", "least weight first", "longest first", "at random"
ORDERS = (MOST, RANDOM, LONGEST, LEAST)


def orders(weights: Sequence[WordWeight], seed: int) -> dict[str, list[Order]]:
    """Return the orders to try, by name.

    Parameters
    ----------
    weights
        Of the words, in reading order.
    seed
        Of the random orders: one shuffle, begun at each of its words. Every word is the first to go once, so that
        the mean over them is, for one word, that of all words and not of a sample.
    """
    places = range(len(weights))
    shuffled = random.Random(seed).sample(places, len(weights))
    return {
        MOST: [sorted(places, key=lambda place: -weights[place].weight)],
        RANDOM: [[*shuffled[start:], *shuffled[:start]] for start in places],
        LONGEST: [sorted(places, key=lambda place: -len(weights[place].word))],
        LEAST: [sorted(places, key=lambda place: weights[place].weight)],
    }


def without(weights: Sequence[WordWeight], order: Order, count: int) -> str:
    """Return the headline less the first `count` words of an order."""
    gone = set(order[:count])
    return " ".join(weight.word for place, weight in enumerate(weights) if place not in gone)
