"""When a page was published."""

import math
from datetime import UTC, datetime

_SECONDS_END = 1e11
"""Numbers below are seconds since 1970 (until the year 5138), numbers from here on milliseconds (since 1973)."""


def parse_timestamp(value: str) -> float:
    """Return the seconds since 1970-01-01 UTC of a timestamp.

    Parameters
    ----------
    value
        Milliseconds since 1970, as in the corpus, seconds since 1970, or an ISO 8601 date or date and time; one
        without an offset is taken as UTC.

    Raises
    ------
    ValueError
        If it is none of these.
    """
    try:
        number = float(value)
    except ValueError:
        moment = datetime.fromisoformat(value.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    if not (math.isfinite(number) and number >= 0):
        raise ValueError(f"{value!r} is not a time")
    return number if number < _SECONDS_END else number / 1000
