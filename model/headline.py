"""The one way a headline is cleaned, in training and in serving alike."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from model.errors import HeadlineError

MAX_CHARACTERS = 1000
"""Longest headline the API accepts, in characters after normalisation."""

_WHITESPACE = re.compile(r"\s+")
_SUSPECT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def normalise(text: str) -> str:
    """Return `text` with the whitespace collapsed and what no tokenizer can take removed.

    Surrogate pairs that arrived as two halves (JSON escapes allow it) are joined, halves without a partner
    become U+FFFD, and control characters become spaces. Everything else, emoji and right-to-left marks
    included, is kept as it is.

    Parameters
    ----------
    text
        A headline as it came in.

    Returns
    -------
    str
        The cleaned headline; empty when nothing was left.
    """
    if _SUSPECT.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    return _WHITESPACE.sub(" ", text).strip()


def headline_hash(text: str) -> str:
    """Return what stands for a normalised headline where its text is not kept: its SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def normalise_all(headlines: Sequence[str]) -> list[str]:
    """Return headlines normalised, in order.

    Raises
    ------
    HeadlineError
        If nothing is left of one of them; it tells which.
    """
    texts = [normalise(headline) for headline in headlines]
    for position, text in enumerate(texts):
        if not text:
            raise HeadlineError("is empty", position)
    return texts
