from pathlib import Path

import pytest

from training.data import Prepared
from training.studies.corpus import Corpus
from training.studies.job import curve_jobs, nested_part, split_jobs


def test_the_trainings_of_a_corpus(corpus: Corpus) -> None:
    jobs = split_jobs(corpus, folds=3, seed=0)

    assert [job.name for job in jobs] == [
        "random-1",
        "random-2",
        "random-3",
        "story-1",
        "story-2",
        "story-3",
        "time-1",
    ]


@pytest.mark.parametrize("name", ["random-2", "story-2", "time-1"])
def test_the_data_of_a_training(corpus: Corpus, tmp_path: Path, name: str) -> None:
    (job,) = (job for job in split_jobs(corpus, folds=3, seed=0) if job.name == name)

    prepared = job.prepare(tmp_path)

    train, valid, test = (prepared.split(side) for side in ("train", "valid", "test"))
    assert prepared.labels == corpus.labels
    assert len(train) + len(valid) + len(test) == 90
    assert len(train) == pytest.approx(job.size, abs=3)
    shared = set(train.column("story")) & set(test.column("story"))
    assert bool(shared) == (name == "random-2")
    if name == "story-2":
        assert not set(train.column("story")) & set(valid.column("story"))


def test_further_files_are_trained_on_and_nothing_tested_is_among_them(
    corpus: Corpus, tmp_path: Path
) -> None:
    (tmp_path / "more.tsv").write_text(
        f"TITLE\tCATEGORY\n{corpus.rows.texts[0]}\tHealth\nfresh virus\tHealth\n"
    )
    (tmp_path / "other.tsv").write_text("TITLE\tCATEGORY\nwhisk the eggs\tOther\n")
    jobs = split_jobs(corpus, folds=3, seed=0, added=[tmp_path / "more.tsv"], other=[tmp_path / "other.tsv"])

    for job in jobs[:3]:
        prepared = job.prepare(tmp_path / job.name)
        train, test = prepared.split("train"), prepared.split("test")
        assert "fresh virus" in train.texts
        assert not set(train.texts) & set(test.texts)
        assert prepared.other() == ["whisk the eggs"]


def test_larger_parts_hold_the_smaller_and_every_label(data: Prepared, tmp_path: Path) -> None:
    train = data.split("train")

    small, large = (set(nested_part(train, share, seed=4)) for share in (0.01, 0.5))

    assert small < large
    assert len(large) == len(train) // 2
    assert {train.labels[row] for row in small} == {0, 1, 2}
    assert nested_part(train, 1.0, seed=4) == list(range(len(train)))


def test_a_part_is_chosen_and_tested_on_the_same_headlines(data: Prepared, tmp_path: Path) -> None:
    jobs = curve_jobs(data, [1.0, 0.25], seed=0)

    prepared = jobs[0].prepare(tmp_path)

    assert [job.name for job in jobs] == ["curve-0250", "curve-1000"]
    assert len(prepared.split("train")) == jobs[0].size == round(len(data.split("train")) / 4)
    assert prepared.split("valid").texts == data.split("valid").texts
    assert prepared.split("test").texts == data.split("test").texts
