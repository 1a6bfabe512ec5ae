"""Which rows are for training, which for validation, which for the test."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from training.data.errors import DataError
from training.data.key import headline_key
from training.data.row import Row
from training.data.timestamp import parse_timestamp

Method = Literal["random", "story", "time"]

TRAIN, VALID, TEST = "train", "valid", "test"
_TRIALS = 200


def split_rows(
    rows: Sequence[Row],
    fractions: Mapping[str, float],
    *,
    method: Method,
    seed: int,
    labels: Sequence[str],
    allow_missing: bool = False,
) -> dict[str, list[Row]]:
    """Split cleaned rows into training, validation and test.

    - `random`: every label in the same proportion on each side. Which row goes where follows from the seed and the
      row's own headline (a hash puts them in order), so the order of the file has no say, and a file that has
      grown a little keeps most of its split.
    - `story`: no story on two sides. Of 200 seeded arrangements of the stories, the one is taken whose label
      counts are closest to the fractions (least sum of relative deviations).
    - `time`: the oldest rows for training, the newest for the test; rows of the same moment stay together, with
      the later side.

    Parameters
    ----------
    rows
        Distinct headlines, labels by name; with a story each for `story`, with a timestamp each for `time`.
    fractions
        Share of validation and test, each in (0, 1); a split that is not named gets nothing.
    method, seed
        How, and which of the many.
    labels
        Labels that have to be on every side.
    allow_missing
        Whether `story` and `time` may leave validation or test without some label. Training must have them all.

    Returns
    -------
    dict
        Rows by split, in the order they came in; `train` and the keys of `fractions`.

    Raises
    ------
    DataError
        If some side would lack a label, or have no row at all.
    """
    if not fractions:
        return {TRAIN: list(rows)}
    chosen = {"random": _random, "story": _by_story, "time": _by_time}[method](rows, fractions, seed, labels)
    splits = {
        name: [row for row, side in zip(rows, chosen, strict=True) if side == name]
        for name in (TRAIN, *fractions)
    }
    for name, side in splits.items():
        missing = sorted(set(labels) - {row.label for row in side})
        if not side or (missing and not (allow_missing and method != "random" and name != TRAIN)):
            raise DataError(_complaint(name, method, rows, missing if side else []))
    return splits


def _random(
    rows: Sequence[Row], fractions: Mapping[str, float], seed: int, labels: Sequence[str]
) -> list[str]:
    by_label: dict[str, list[int]] = {label: [] for label in labels}
    for index, row in enumerate(rows):
        by_label[row.label].append(index)
    chosen = [TRAIN] * len(rows)
    for label, members in by_label.items():
        if len(members) <= len(fractions):
            raise DataError(
                f"label {label!r} has {_rows(len(members))} left, too few for {len(fractions) + 1} splits"
            )
        order = sorted(members, key=lambda index: _rank(seed, headline_key(rows[index].text)))
        for name, size in _sizes(fractions, len(members)).items():
            for index in order[:size]:
                chosen[index] = name
            order = order[size:]
    return chosen


def _sizes(fractions: Mapping[str, float], rows: int) -> dict[str, int]:
    """Return the rows of each side but training; at least one each, and at least one is left for training."""
    sizes = {name: max(1, round(fraction * rows)) for name, fraction in fractions.items()}
    while sum(sizes.values()) >= rows:
        sizes[max(sizes, key=sizes.__getitem__)] -= 1
    return sizes


def _by_story(
    rows: Sequence[Row], fractions: Mapping[str, float], seed: int, labels: Sequence[str]
) -> list[str]:
    stories = sorted({str(row.story) for row in rows}, key=lambda story: _rank(seed, story))
    place = {story: index for index, story in enumerate(stories)}
    counts = np.zeros((len(stories), len(labels)))
    for row in rows:
        counts[place[str(row.story)], labels.index(row.label)] += 1
    names = (*fractions, TRAIN)
    shares = np.array([*fractions.values(), 1 - sum(fractions.values())])
    generator = np.random.default_rng(seed)
    trials = [_trial(counts, shares, generator.permutation(len(stories))) for _ in range(_TRIALS)]
    _, sides = min(trials, key=lambda trial: trial[0])
    return [names[sides[place[str(row.story)]]] for row in rows]


def _trial(
    counts: NDArray[np.float64], shares: NDArray[np.float64], order: NDArray[np.int64]
) -> tuple[float, NDArray[np.int64]]:
    """Fill the sides with stories in a given order.

    Returns the deviation from the shares, and the side of every story. The deviation of a label that a side lacks
    is counted a thousandfold, so that such an arrangement is taken only where all are so.
    """
    before = np.cumsum(counts[order].sum(axis=1)) - counts[order].sum(axis=1)
    ends = np.cumsum(shares)[:-1] * counts.sum()
    sides = np.empty(len(order), dtype=np.int64)
    sides[order] = np.searchsorted(ends, before, side="right")
    filled = np.stack([counts[sides == side].sum(axis=0) for side in range(len(shares))])
    deviation = np.abs(filled / (shares[:, None] * counts.sum(axis=0)) - 1)
    return float(np.where(filled == 0, 1000 * deviation, deviation).sum()), sides


def _by_time(
    rows: Sequence[Row], fractions: Mapping[str, float], seed: int, labels: Sequence[str]
) -> list[str]:
    times = np.array([parse_timestamp(str(row.timestamp)) for row in rows])
    ordered = np.sort(times)
    names = [TRAIN, *(name for name in (VALID, TEST) if name in fractions)]
    later = np.cumsum([fractions[name] for name in reversed(names[1:])])[::-1]
    starts = ordered[np.minimum(np.round((1 - later) * len(rows)).astype(int), len(rows) - 1)]
    return [names[side] for side in np.searchsorted(starts, times, side="right")]


def _rank(seed: int, key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=16, salt=seed.to_bytes(16, "big", signed=True)).digest()


def _complaint(name: str, method: Method, rows: Sequence[Row], missing: Iterable[str]) -> str:
    if not missing:
        return f"--split {method} leaves no row for {name}: there are too few different {_unit(method)}"
    counts: defaultdict[str, int] = defaultdict(int)
    groups: defaultdict[str, set[str | None]] = defaultdict(set)
    for row in rows:
        counts[row.label] += 1
        groups[row.label].add(row.story)
    described = ", ".join(
        f"{label!r} ({_rows(counts[label])}{_in_stories(len(groups[label])) if method == 'story' else ''})"
        for label in missing
    )
    advice = "" if name == TRAIN else "; --allow-missing accepts that"
    return f"--split {method} leaves {name} without label {described}{advice}"


def _unit(method: Method) -> str:
    return {"random": "headlines", "story": "stories", "time": "timestamps"}[method]


def _in_stories(count: int) -> str:
    return " in 1 story" if count == 1 else f" in {count:,} stories"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
