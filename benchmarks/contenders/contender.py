"""One way to run the network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Probabilities = Callable[[Sequence[str]], NDArray[np.floating]]
"""Headlines in, probabilities of shape (headlines, labels) out: tokenizer, network and softmax."""


class Absent(Exception):  # noqa: N818 - not an error: the table has one row less, and says why
    """A contender that cannot be measured here; the message says why."""


@dataclass(frozen=True)
class Contender:
    """A way to run the network, in the setting its users would choose.

    Attributes
    ----------
    setting
        How it is run, for the reader of the table.
    probabilities
        Answers a list of headlines of any length.
    most_headlines
        Longest list it is given, where longer ones would take minutes; None for no limit.
    most_rounds
        Rounds of each load in which it takes part; None for all.
    """

    setting: str
    probabilities: Probabilities
    most_headlines: int | None = None
    most_rounds: int | None = None
