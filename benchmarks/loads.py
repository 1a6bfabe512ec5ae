"""How many headlines at once, and how often."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """One column of the table.

    Attributes
    ----------
    headlines
        Handed over in one call.
    rounds
        In each round every contender has one turn, in an order drawn anew.
    calls
        Timed calls of a turn.
    """

    headlines: int
    rounds: int
    calls: int


DEFAULT = (Load(1, 40, 5), Load(8, 30, 2), Load(32, 20, 1), Load(1000, 5, 1))
QUICK = (Load(1, 6, 4), Load(8, 4, 1), Load(32, 3, 1), Load(200, 1, 1))
"""A first look: too few calls for a figure that is published."""
