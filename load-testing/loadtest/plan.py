"""How long and how hard is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

CLIENTS = 8
MOST_CLIENTS = 64
LIST = 32
SHARES = (0.1, 0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25)
"""Of the capacity, the rates at which the latency is measured."""
BELOW, ABOVE = 0.3, 2.0
"""Of the capacity, the rates around a spike and in it."""
PATIENCE = 5.0
"""Seconds after the end of a phase in which requests that were due are still sent."""


def name_of(rate: float) -> str:
    """Return the name of a rate in tables; those of less than 10 a second have a digit more."""
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"


@dataclass(frozen=True)
class Plan:
    """What the scenarios have in common.

    Attributes
    ----------
    clients
        That ask again as soon as they are answered.
    list_length
        Headlines of a list.
    capacity_seconds, plain_seconds, rate_seconds, soak_seconds
        Of the first look at how much can be answered, of a plain scenario, of each rate, and of the long run.
    spike_seconds
        Before, in and after the spike.
    rates
        Requests a second at which the latency is measured; shares of the capacity where there are none.
    seed
        For all that is drawn by chance.
    """

    clients: int = CLIENTS
    list_length: int = LIST
    capacity_seconds: float = 8
    plain_seconds: float = 20
    rate_seconds: float = 10
    soak_seconds: float = 60
    spike_seconds: tuple[float, float, float] = (10, 5, 20)
    rates: Sequence[float] = ()
    seed: int = 0
