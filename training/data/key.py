"""When two headlines count as the same."""

import unicodedata

_PLAIN = str.maketrans(
    {**dict.fromkeys("‘’‚‛´", "'"), **dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}  # noqa: RUF001
)


def headline_key(text: str) -> str:
    """Return the key under which a headline is a duplicate of another.

    Two headlines are the same when they differ only in case (Unicode case folding), in compatible forms of a
    character (NFKC: full width, ligatures, "…" for "..."), in the shape of quotation marks and dashes, in
    whitespace, or in dots and ellipses at the end, where feeds cut a headline short. Any other punctuation counts:
    "up 5%" is not "up 5".

    Parameters
    ----------
    text
        A normalised headline.

    Returns
    -------
    str
        The key; never empty for a headline that is not.
    """
    key = text.casefold()
    if not key.isascii():
        key = text.translate(_PLAIN)  # first: NFKC would part some of them into a space and an accent
        key = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", key).casefold())
        key = " ".join(key.split())
    return key.rstrip(" .") or text
