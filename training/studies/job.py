"""One training of a study: what it is trained on, and what it is tested on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np

from training.data import Prepared, Split, prepare
from training.data.splitting import Method
from training.studies.corpus import Corpus
from training.studies.folds import Fold, newest_fold, random_folds, story_folds

Study = Literal["random", "story", "time", "curve"]

VALID = 0.1
"""Share of a corpus that chooses the best epoch."""

NEWEST = 0.2
"""Share of a corpus that the time-ordered split tests."""


@dataclass(frozen=True)
class Job:
    """One training.

    Attributes
    ----------
    name
        Of its result, in the folder of the studies.
    study
        What it belongs to.
    size
        Headlines it is trained on, about.
    prepare
        Writes its data into a folder.
    """

    name: str
    study: Study
    size: int
    prepare: Callable[[Path], Prepared]


def split_jobs(
    corpus: Corpus, *, folds: int, seed: int, added: Sequence[Path] = (), other: Sequence[Path] = ()
) -> list[Job]:
    """Return the trainings that split a corpus at random, by story, and by time.

    Parameters
    ----------
    corpus
        The headlines.
    folds
        Trainings at random and by story, in which each row is tested once; by time there is one.
    seed
        Of the folds.
    added
        Further files to train on.
    other
        Files with texts that belong to none of the labels, see `training.data.preparation.prepare`.

    Raises
    ------
    DataError
        If the corpus is too small.
    """
    cuts: dict[Study, list[Fold]] = {"random": random_folds(corpus, folds, seed)}
    if any(corpus.rows.column("story")):
        cuts["story"] = story_folds(corpus, folds, seed)
    if any(corpus.rows.column("timestamp")):
        cuts["time"] = [newest_fold(corpus, NEWEST)]
    jobs = []
    for study, cut in cuts.items():
        method: Method = "story" if study == "story" else "random"
        for number, fold in enumerate(cut, start=1):
            size = len(fold.rest) - round(VALID * len(corpus))
            make = partial(_fold, corpus, fold, method=method, seed=seed, added=added, other=other)
            jobs.append(Job(f"{study}-{number}", study, size, make))
    return jobs


def curve_jobs(data: Prepared, fractions: Sequence[float], seed: int) -> list[Job]:
    """Return the trainings on parts of a prepared training split; each part holds the smaller ones.

    Parameters
    ----------
    data
        Prepared headlines.
    fractions
        Parts, each in (0, 1].
    seed
        Of the choice of the rows.
    """
    rows = len(data.split("train"))
    return [
        Job(
            f"curve-{1000 * fraction:04.0f}",
            "curve",
            round(fraction * rows),
            partial(_part, data, fraction, seed=seed),
        )
        for fraction in sorted(set(fractions))
    ]


def _fold(
    corpus: Corpus,
    fold: Fold,
    folder: Path,
    *,
    method: Method,
    seed: int,
    added: Sequence[Path],
    other: Sequence[Path],
) -> Prepared:
    """Prepare a fold; validation is drawn from what is not tested, as a split by this method draws it.

    For a split by time that is at random: the newest of the older rows may be of a single label.
    """
    prepared = prepare(
        [corpus.write(folder / "rest.jsonl", fold.rest)],
        folder / "split",
        test=corpus.write(folder / "tested.jsonl", fold.tested),
        valid=VALID * len(corpus) / len(fold.rest),
        split=method,
        seed=seed,
        labels=corpus.labels,
        allow_missing=True,
        bad_rows="drop",
        progress=False,
    )
    if not (added or other):
        return prepared
    return prepare(
        [prepared.path / "train.jsonl", *added],
        folder / "with",
        valid=prepared.path / "valid.jsonl",
        test=prepared.path / "test.jsonl",
        other=other,
        labels=prepared.labels,
        progress=False,
    )


def _part(data: Prepared, fraction: float, folder: Path, *, seed: int) -> Prepared:
    chosen = nested_part(data.split("train"), fraction, seed)
    train = Corpus(data.labels, data.split("train"))
    return prepare(
        [train.write(folder / "part.jsonl", chosen)],
        folder / "split",
        valid=data.path / "valid.jsonl",
        test=data.path / "test.jsonl",
        other=[data.path / "other.jsonl"] if data.other() else [],
        labels=data.labels,
        progress=False,
    )


def nested_part(train: Split, fraction: float, seed: int) -> list[int]:
    """Return the rows of a part of a split: of each label its share, at least one; larger parts hold them too."""
    generator = np.random.default_rng(seed)
    labels = np.asarray(train.labels)
    chosen: list[int] = []
    for label in np.unique(labels):
        rows = generator.permutation(np.flatnonzero(labels == label))
        chosen += rows[: max(1, round(fraction * len(rows)))].tolist()
    return sorted(chosen)
