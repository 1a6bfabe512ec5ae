"""Which rows of a corpus are tested in which training, so that each is tested once."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from training.data import DataError
from training.data.timestamp import parse_timestamp
from training.studies.corpus import Corpus


class Fold(NamedTuple):
    """Indices of the rows to train and validate on, and of those to test."""

    rest: list[int]
    tested: list[int]


def random_folds(corpus: Corpus, count: int, seed: int) -> list[Fold]:
    """Cut a corpus into folds in which every label has its share.

    Raises
    ------
    DataError
        If a label has fewer rows than there are folds.
    """
    folds = StratifiedKFold(count, shuffle=True, random_state=seed)
    labels = np.asarray(corpus.rows.labels)
    for index, rows in enumerate(np.bincount(labels, minlength=len(corpus.labels)).tolist()):
        if rows < count:
            raise DataError(f"label {corpus.labels[index]!r} has {rows} rows, too few for {count} folds")
    return _folds(corpus, folds.split(labels, labels), range(len(corpus)))


def story_folds(corpus: Corpus, count: int, seed: int) -> list[Fold]:
    """Cut a corpus into folds of whole stories, every label in its share as far as they allow it.

    Rows without a story are in none. Nor are those of a label that stands in a single story: whoever tests it
    cannot train on it.

    Raises
    ------
    DataError
        If there are fewer stories than folds.
    """
    stories = corpus.rows.column("story")
    of_label: defaultdict[int, set[str]] = defaultdict(set)
    for story, label in zip(stories, corpus.rows.labels, strict=True):
        if story is not None:
            of_label[label].add(story)
    rows = [
        row
        for row, (story, label) in enumerate(zip(stories, corpus.rows.labels, strict=True))
        if story is not None and len(of_label[label]) > 1
    ]
    groups = np.array([str(stories[row]) for row in rows])
    if len(set(groups.tolist())) < count:
        raise DataError(f"{len(set(groups.tolist()))} stories are too few for {count} folds")
    labels = np.array([corpus.rows.labels[row] for row in rows])
    folds = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    return _folds(corpus, folds.split(labels, labels, groups), rows)


def newest_fold(corpus: Corpus, share: float) -> Fold:
    """Cut off the newest rows of a corpus; rows of the same moment stay together, with the newer side.

    Rows whose time is not known or cut short are on neither side.

    Raises
    ------
    DataError
        If all rows are of the same moment, or a label has no older row to train on.
    """
    times = {
        row: time for row, time in enumerate(map(_time, corpus.rows.column("timestamp"))) if time is not None
    }
    ordered = sorted(times.values())
    start = ordered[round((1 - share) * len(ordered))]
    fold = Fold(
        [row for row, time in times.items() if time < start],
        [row for row, time in times.items() if time >= start],
    )
    known = {corpus.rows.labels[row] for row in fold.rest}
    for row in fold.tested:
        if corpus.rows.labels[row] not in known:
            label = corpus.labels[corpus.rows.labels[row]]
            raise DataError(f"label {label!r} has no row older than the newest {share:.0%}, to train on")
    return fold


def _time(timestamp: str | None) -> float | None:
    if timestamp is None:
        return None
    try:
        return parse_timestamp(timestamp)
    except ValueError:
        return None


def _folds(
    corpus: Corpus, splits: Iterable[tuple[NDArray[Any], NDArray[Any]]], rows: Iterable[int]
) -> list[Fold]:
    of = list(rows)
    folds = []
    for _, places in splits:
        tested = [of[place] for place in places.tolist()]
        held = set(tested)
        folds.append(Fold([row for row in range(len(corpus)) if row not in held], tested))
    return folds
