"""Dollars, some of them times a letter that nobody has a number for yet."""

from collections.abc import Mapping

Amount = Mapping[str, float]
"""Dollars by themselves under the empty word, and dollars for each of a letter."""


def total(*amounts: Amount) -> Amount:
    """Return the sum."""
    letters = dict.fromkeys(letter for one in amounts for letter in one)
    return {letter: sum(one.get(letter, 0.0) for one in amounts) for letter in letters}


def times(factor: float, amount: Amount) -> Amount:
    """Return an amount so many times."""
    return {letter: factor * value for letter, value in amount.items()}


def known(amount: Amount, values: Mapping[str, float]) -> Amount:
    """Return an amount with values in place of their letters."""
    parts = ({"": value * values[one]} if one in values else {one: value} for one, value in amount.items())
    return total(*parts)


def written(amount: Amount) -> str:
    """Write an amount as `$3.74 + 0.498 P`."""
    return " + ".join(
        f"{number(value)} {one}" if one else f"${number(value)}" for one, value in amount.items()
    )


def number(value: float) -> str:
    """Write a number with three digits, or with all before its point."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value >= 1 else f"{value:.3g}"
