"""What can be wrong with labelled headlines."""

from collections.abc import Sequence

from training.data.row import BadRow

LISTED = 20
"""Bad rows a message lists; the rest is counted."""


class DataError(ValueError):
    """Data, or a wish about data, that cannot be used; the message names the thing and the value."""


class BadRowsError(DataError):
    """Rows that cannot be used.

    Attributes
    ----------
    bad
        All of them, in reading order.
    """

    def __init__(self, bad: Sequence[BadRow], advice: str) -> None:
        lines = [f"  {row}" for row in bad[:LISTED]]
        if len(bad) > LISTED:
            lines.append(f"  ... and {len(bad) - LISTED:,} more")
        count = "1 bad row" if len(bad) == 1 else f"{len(bad):,} bad rows"
        super().__init__("\n".join([f"{count}, nothing was written", *lines, advice]))
        self.bad = tuple(bad)
