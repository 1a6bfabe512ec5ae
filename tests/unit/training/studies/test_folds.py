from collections import Counter
from dataclasses import replace

import pytest

from training.data import DataError, Split
from training.studies.corpus import Corpus
from training.studies.folds import newest_fold, random_folds, story_folds


def stories(corpus: Corpus, rows: list[int]) -> set[str | None]:
    return {corpus.rows.column("story")[row] for row in rows}


def test_every_row_is_tested_once_at_random_with_the_labels_in_proportion(corpus: Corpus) -> None:
    folds = random_folds(corpus, 5, seed=1)

    assert sorted(row for fold in folds for row in fold.tested) == list(range(90))
    for fold in folds:
        assert sorted([*fold.rest, *fold.tested]) == list(range(90))
        assert set(Counter(corpus.rows.labels[row] for row in fold.tested).values()) == {6}


def test_no_story_is_on_two_sides(corpus: Corpus) -> None:
    folds = story_folds(corpus, 5, seed=1)

    assert sorted(row for fold in folds for row in fold.tested) == list(range(90))
    for fold in folds:
        assert not stories(corpus, fold.tested) & stories(corpus, fold.rest)


def test_the_only_story_of_a_label_and_rows_without_one_are_never_tested(corpus: Corpus) -> None:
    health = corpus.labels.index("Health")
    known = corpus.rows.column("story")
    changed = [
        None if row == 0 else "one" if corpus.rows.labels[row] == health else known[row] for row in range(90)
    ]
    columns = {**corpus.rows.columns, "story": changed}
    single = replace(corpus, rows=Split(corpus.rows.texts, corpus.rows.labels, columns))

    folds = story_folds(single, 3, seed=1)

    tested = [row for fold in folds for row in fold.tested]
    assert 0 not in tested
    assert health not in {single.rows.labels[row] for row in tested}
    assert all("one" in stories(single, fold.rest) for fold in folds)


def test_another_seed_is_another_cut(corpus: Corpus) -> None:
    assert story_folds(corpus, 5, seed=1) == story_folds(corpus, 5, seed=1)
    assert story_folds(corpus, 5, seed=1) != story_folds(corpus, 5, seed=2)


def test_too_few_stories_or_rows_are_refused(corpus: Corpus) -> None:
    with pytest.raises(DataError, match="15 stories are too few for 16 folds"):
        story_folds(corpus, 16, seed=1)
    with pytest.raises(DataError, match="has 30 rows, too few for 31 folds"):
        random_folds(corpus, 31, seed=1)


def test_the_newest_are_tested_and_rows_of_unknown_time_are_on_neither_side(corpus: Corpus) -> None:
    times = list(corpus.rows.column("timestamp"))
    times[3] = "13944703706oo"
    columns = {**corpus.rows.columns, "timestamp": times}
    cut_short = replace(corpus, rows=Split(corpus.rows.texts, corpus.rows.labels, columns))

    fold = newest_fold(cut_short, 0.2)

    assert max(str(times[row]) for row in fold.rest) < min(str(times[row]) for row in fold.tested)
    assert 17 <= len(fold.tested) <= 19
    assert 3 not in [*fold.rest, *fold.tested]


def test_a_label_that_is_only_new_is_named(corpus: Corpus) -> None:
    times: list[str | None] = ["2024-05-01" if label else "2024-05-02" for label in corpus.rows.labels]
    columns = {**corpus.rows.columns, "timestamp": times}
    changed = replace(corpus, rows=Split(corpus.rows.texts, corpus.rows.labels, columns))

    with pytest.raises(DataError, match=f"label '{corpus.labels[0]}' has no row older than the newest 20%"):
        newest_fold(changed, 0.2)
