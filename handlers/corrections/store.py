"""Where corrections are kept."""

from typing import Protocol

from handlers.corrections.correction import Correction


class Store(Protocol):
    """A place that keeps one correction of an id, however often and from how many sides at once it comes."""

    def keep(self, correction: Correction) -> Correction:
        """Keep a correction, unless there is one of its id; return the one that is kept.

        One that has expired counts as gone, and is replaced.

        Raises
        ------
        ApiError
            `throttled`, `timeout`, `not_ready`, or `store_failed` where asking again is of no use.
        """
