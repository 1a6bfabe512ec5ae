"""The ways headlines are sliced."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from training.data.timestamp import parse_timestamp
from training.report.answers import Answers
from training.report.casing import CASINGS, casing

PUBLISHERS = 8
"""Publishers that have a slice of their own: those with the most headlines."""

LENGTHS = {6: "up to 6 words", 9: "7 to 9 words", 12: "10 to 12 words"}
LONGER = "13 words and more"

HOURS = 4
"""Hours of a time of day."""


@dataclass(frozen=True)
class Slicing:
    """A way to slice headlines.

    Attributes
    ----------
    members
        Slice of each headline; None where it is not known.
    order
        The slices, in the order they are shown.
    """

    members: Sequence[str | None]
    order: Sequence[str]


def _label(answers: Answers) -> Slicing:
    return Slicing([answers.labels[index] for index in answers.split.labels], answers.labels)


def _length(answers: Answers) -> Slicing:
    words = [len(text.split()) for text in answers.split.texts]
    members = [next((name for most, name in LENGTHS.items() if count <= most), LONGER) for count in words]
    return Slicing(members, [*LENGTHS.values(), LONGER])


def _casing(answers: Answers) -> Slicing:
    return Slicing([casing(text) for text in answers.split.texts], CASINGS)


def _publisher(answers: Answers) -> Slicing:
    column = answers.split.column("publisher")
    counts = Counter(name for name in column if name is not None)
    most = [name for name, _ in counts.most_common(PUBLISHERS)]
    others = f"{len(counts) - len(most):,} others"
    members = [None if name is None else name if name in most else others for name in column]
    return Slicing(members, [*most, others])


def _time_of_day(answers: Answers) -> Slicing:
    names = [f"{hour:02}:00 to {hour + HOURS:02}:00 UTC" for hour in range(0, 24, HOURS)]
    hours = map(_hour, answers.split.column("timestamp"))
    return Slicing([None if hour is None else names[hour // HOURS] for hour in hours], names)


def _hour(timestamp: str | None) -> int | None:
    if timestamp is None:
        return None
    try:
        return datetime.fromtimestamp(parse_timestamp(timestamp), UTC).hour
    except ValueError:  # cut short in the file
        return None


SLICINGS: Mapping[str, Callable[[Answers], Slicing]] = {
    "label": _label,
    "length": _length,
    "casing": _casing,
    "publisher": _publisher,
    "time of day": _time_of_day,
}
"""Every way, by the name it has in the report."""
