"""One line of the gate, and one case that speaks against it."""

from collections.abc import Sized
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """A figure and the bound it must keep.

    Attributes
    ----------
    test
        File of the cases, without `.yaml`.
    name
        What was measured.
    value, bound
        Both in [0, 1].
    cases
        How many it was measured on.
    at_most
        Whether `bound` is the most the value may be; else it is the least.
    detail
        What else is worth knowing.
    """

    test: str
    name: str
    value: float
    bound: float
    cases: int
    at_most: bool = False
    detail: str = ""

    @property
    def passed(self) -> bool:
        """Whether the value keeps the bound."""
        return self.value <= self.bound if self.at_most else self.value >= self.bound


@dataclass(frozen=True)
class Failure:
    """A text that was not answered as it should be.

    Attributes
    ----------
    test, name
        Of the check it counts in.
    text
        As it was classified.
    wanted, got
        In words.
    """

    test: str
    name: str
    text: str
    wanted: str
    got: str


def share_kept(failures: Sized, cases: Sized) -> float:
    """Return the share of the cases that did not fail, to the last digit what a bound such as 0.9 is."""
    return (len(cases) - len(failures)) / len(cases)
