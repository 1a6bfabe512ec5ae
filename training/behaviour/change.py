"""Changes of a headline's form that a reader would hardly notice, and that leave its meaning alone."""

import random
import re
from collections.abc import Callable, Mapping
from typing import Any

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_EDGE_PUNCTUATION = re.compile(r"(?<!\w)[^\w\s$£€]+|[^\w\s%$£€]+(?!\w)")
"""Marks at the edge of a word: those inside one, as in 0.6 or isn't, are part of it."""


def _title(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


def _without_punctuation(text: str) -> str:
    return " ".join(_EDGE_PUNCTUATION.sub("", text).split()) or text


def _with_curly_quotes(text: str) -> str:
    text = re.sub(r"(^|\s)'", "\\1\u2018", text)
    text = re.sub(r'(^|\s)"', "\\1\u201c", text)
    return text.replace("'", "\u2019").replace('"', "\u201d")


def _with_wide_spaces(text: str) -> str:
    return f" {text} ".replace(" ", " \u00a0\t")


def _with_typos(text: str, count: int) -> str:
    """Return `text` with a slip in `count` of its longer words; always the same ones for the same text."""
    chance = random.Random(text)
    words = list(_LONG_WORD.finditer(text))
    chosen = sorted(chance.sample(words, min(count, len(words))), key=lambda word: -word.start())
    for word in chosen:
        text = text[: word.start()] + _slip(word.group(), chance) + text[word.end() :]
    return text


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    before, first, second, after = word[:place], word[place], word[place + 1], word[place + 2 :]
    kind = chance.choice(["swapped", "left out", "doubled"])
    if kind == "swapped" and first != second:
        return before + second + first + after
    if kind == "left out":
        return before + second + after
    return before + first + first + second + after


CHANGES: Mapping[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "title": _title,
    "no punctuation": _without_punctuation,
    "curly quotes": _with_curly_quotes,
    "wide spaces": _with_wide_spaces,
    "typo": lambda text: _with_typos(text, 1),
    "two typos": lambda text: _with_typos(text, 2),
}
"""What `invariance.yaml` can name."""


def check_template(value: Any, name: str) -> Any:
    """Return a template as it is.

    Raises
    ------
    ValueError
        If it does not hold `{name}`.
    """
    if f"{{{name}}}" not in str(value):
        raise ValueError(f"{value!r} has no {{{name}}}")
    return value


def filled(template: str, name: str, text: str) -> str:
    """Return `template` with `text` for `{name}`; other braces are left alone."""
    return template.replace(f"{{{name}}}", text)
