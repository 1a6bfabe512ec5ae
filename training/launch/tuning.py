"""A search for better settings: their ranges, and how many trials it may take."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args, get_origin

from training.launch.errors import LaunchError
from training.recipe import Recipe

Strategy = Literal["Bayesian", "Random"]

MOST_VALUES = 30
"""That SageMaker takes of one setting."""


@dataclass(frozen=True)
class Between:
    """A number from a range, its ends included."""

    low: float
    high: float
    whole: bool


@dataclass(frozen=True)
class OneOf:
    """One of some values."""

    values: tuple[Any, ...]


Range = Between | OneOf


@dataclass(frozen=True)
class Tuning:
    """A search.

    Attributes
    ----------
    ranges
        Of settings of the recipe, by their names there.
    trials
        Trainings in all.
    parallel
        Trainings at once.
    strategy
        How the next values are chosen.
    """

    ranges: dict[str, Range]
    trials: int
    parallel: int
    strategy: Strategy

    def extremes(self) -> list[dict[str, Any]]:
        """Return settings that hold every end and every value of each range, to be checked."""
        return [{name: value} for name, one in self.ranges.items() for value in _values(one)]


def read_ranges(texts: Sequence[str]) -> dict[str, Range]:
    """Read `learning-rate=1e-5..1e-4` and `batch-size=16,32`.

    Raises
    ------
    LaunchError
        If one is neither, or names no setting that can be searched.
    """
    kinds = {setting.name: setting.type for setting in fields(Recipe) if setting.name != "files"}
    found: dict[str, Range] = {}
    for text in texts:
        option, equals, value = text.partition("=")
        name = option.replace("-", "_")
        if not equals or not value:
            raise LaunchError(f"--tune {text!r} is not NAME=LOW..HIGH or NAME=VALUE,VALUE")
        if name not in kinds:
            raise LaunchError(f"--tune {text!r}: {option!r} is not a setting of a recipe")
        if name in found:
            raise LaunchError(f"--tune {text!r}: {option} is there twice")
        found[name] = _range(text, value, kinds[name])
    return found


def check_counts(trials: int, parallel: int) -> None:
    """Check how many trials there may be.

    Raises
    ------
    LaunchError
        If there are fewer in all than at once, or none.
    """
    if not 1 <= parallel <= trials:
        raise LaunchError(f"--parallel {parallel} is not between 1 and --trials {trials}")


def _range(text: str, value: str, kind: Any) -> Range:
    low, dots, high = value.partition("..")
    if not dots:
        values = tuple(_read(text, one, kind) for one in value.split(","))
        if len(values) > MOST_VALUES:
            raise LaunchError(f"--tune {text!r} has {len(values)} values; {MOST_VALUES} is the most")
        return OneOf(values)
    if kind not in (int, float):
        raise LaunchError(f"--tune {text!r}: this setting is no number; name its values: NAME=VALUE,VALUE")
    found = Between(_read(text, low, kind), _read(text, high, kind), kind is int)
    if not found.low < found.high:
        raise LaunchError(f"--tune {text!r}: {low} is not less than {high}")
    return found


def _read(text: str, value: str, kind: Any) -> Any:
    if kind is bool:
        kind = {"true": True, "false": False}.__getitem__
    elif get_origin(kind) is Literal:
        choices = get_args(kind)
        kind = {one: one for one in choices}.__getitem__
    try:
        return kind(value)
    except (ValueError, KeyError):
        raise LaunchError(f"--tune {text!r}: {value!r} is no value of this setting") from None


def _values(one: Range) -> tuple[Any, ...]:
    if isinstance(one, OneOf):
        return one.values
    ends = (one.low, one.high)
    return tuple(int(end) for end in ends) if one.whole else ends
