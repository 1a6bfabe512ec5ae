"""The tokens a large language model has read and written, which is what it is paid by."""

from threading import Lock
from typing import NamedTuple, Protocol, runtime_checkable


class Tokens(NamedTuple):
    """Read, and written."""

    input: int
    output: int


class TokenMeter:
    """Counts them; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tokens = Tokens(0, 0)

    def add(self, tokens: Tokens) -> None:
        """Count what one call has used."""
        with self._lock:
            self._tokens = Tokens(self._tokens.input + tokens.input, self._tokens.output + tokens.output)

    def take(self) -> Tokens:
        """Return what was used since this was last asked."""
        with self._lock:
            taken, self._tokens = self._tokens, Tokens(0, 0)
        return taken


@runtime_checkable
class Metered(Protocol):
    """A classifier that is paid by the token."""

    @property
    def meter(self) -> TokenMeter:
        """Counts them, those of answers that could not be used too."""
