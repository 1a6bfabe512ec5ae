"""What a million headlines cost on AWS, at most, by how long each answer took."""

from math import ceil

from infrastructure.costs.backends import MILLION, Prices


def dollars_per_million(milliseconds: float, headlines: int, prices: Prices | None = None) -> float:
    """Return the dollars for a million headlines that are classified by the function itself.

    API Gateway and the call of the function are paid by the request, the function by the milliseconds that it
    takes, rounded up. Whoever asks sees what the network takes, too, so it is no less than what is billed; a
    function that has to be started costs more.

    Parameters
    ----------
    milliseconds
        Of an answer, as whoever asks has seen it, while nobody else asked.
    headlines
        In a request.
    prices
        Those of November 2026 in us-east-1 unless told.
    """
    prices = prices or Prices()
    return (prices.calls + prices.time(MILLION * ceil(milliseconds) / 1000)) / headlines
