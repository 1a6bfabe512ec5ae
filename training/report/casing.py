"""How a headline is capitalised."""

TITLE_SHARE = 0.8
"""Share of the longer words that begin with a capital from which on it is taken for a title."""

SHORT = 3
"""Letters up to which a word says nothing: titles leave "of" and "the" small."""


CASINGS = ("Title Case", "Sentence case", "ALL CAPITALS", "no capitals")


def casing(text: str) -> str:
    """Return which of `CASINGS` a headline is in."""
    if text.isupper():
        return "ALL CAPITALS"
    if text.islower():
        return "no capitals"
    words = [word.strip("'\"([{‘“") for word in text.split()]  # noqa: RUF001
    words = [word for word in words if len(word) > SHORT and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return "Title Case" if words and capitals >= TITLE_SHARE * len(words) else "Sentence case"
