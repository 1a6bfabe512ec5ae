"""The answers of two models to the same headlines."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from training.release.answers import ReleaseAnswers
from training.release.errors import ReleaseError

LEAST = 30
"""Common headlines below which nothing is said: even of these, where half are right, Wilson's 95 % interval of the
accuracy is 34 points wide."""


@dataclass(frozen=True)
class Pair:
    """What two models answered to the same headlines, row by row, with labels in the same order.

    Attributes
    ----------
    first, second
        Their answers.
    groups
        Group of each row, where rows of a group stand and fall together; None where none is known.
    disputed
        Headlines that were left out, because the two were given other truths for them.
    """

    first: ReleaseAnswers
    second: ReleaseAnswers
    groups: Sequence[Hashable] | None
    disputed: int

    def __len__(self) -> int:
        return len(self.first)

    @property
    def truth(self) -> NDArray[np.intp]:
        """Index of the true label of each headline."""
        return self.first.truth


def pair(
    first: ReleaseAnswers,
    second: ReleaseAnswers,
    groups: Sequence[Hashable] | None = None,
    least: int = LEAST,
) -> Pair:
    """Match the answers of two models by their headlines.

    Parameters
    ----------
    first, second
        Their answers.
    groups
        Group of each row of `first`, see `Pair`.
    least
        Headlines that both must have answered.

    Raises
    ------
    ReleaseError
        If the two have not the same labels, or have answered too few of the same headlines.
    """
    if set(first.labels) != set(second.labels):
        ours, theirs = ", ".join(first.labels), ", ".join(second.labels)
        raise ReleaseError(f"{ours} cannot be compared with {theirs}: the labels are not the same")
    order = [second.labels.index(label) for label in first.labels]
    rank = np.argsort(order)
    second = replace(
        second, labels=first.labels, truth=rank[second.truth], probabilities=second.probabilities[:, order]
    )
    place = {key: row for row, key in enumerate(_numbered(second.keys))}
    common = [(row, place[key]) for row, key in enumerate(_numbered(first.keys)) if key in place]
    rows = [(one, two) for one, two in common if first.truth[one] == second.truth[two]]
    if len(rows) < least:
        raise ReleaseError(
            f"both have answered {len(rows)} of the same headlines, and {least} are needed to compare them"
        )
    of_first, of_second = ([row[side] for row in rows] for side in (0, 1))
    return Pair(
        _only(first, of_first),
        _only(second, of_second),
        None if groups is None else [groups[row] for row in of_first],
        len(common) - len(rows),
    )


def _numbered(keys: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the rows numbered by headline: one that occurs twice is matched twice."""
    seen: Counter[str] = Counter()
    for key in keys:
        yield key, seen[key]
        seen[key] += 1


def _only(answers: ReleaseAnswers, rows: Sequence[int]) -> ReleaseAnswers:
    chosen = np.asarray(rows, dtype=np.intp)
    return replace(
        answers,
        keys=tuple(answers.keys[row] for row in rows),
        truth=answers.truth[chosen],
        probabilities=answers.probabilities[chosen],
    )
