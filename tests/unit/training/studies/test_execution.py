from dataclasses import replace
from pathlib import Path

import pytest

from training.recipe import Recipe
from training.studies.corpus import Corpus
from training.studies.execution import carry_out
from training.studies.job import split_jobs


def test_a_training_tests_what_its_fold_says(
    corpus: Corpus, recipe: Recipe, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = split_jobs(corpus, folds=3, seed=0)[0]
    short = replace(recipe, epochs=2)

    result = carry_out(job, short, tmp_path, corpus=corpus, base_folder=base)

    tested = (tmp_path / "data" / "tested.jsonl").read_text()
    assert all(corpus.rows.texts[row] in tested for row in result.rows)
    assert result.truth == [corpus.rows.labels[row] for row in result.rows]
    assert len(result.rows) == len(result.model) == len(result.words) == 30
    assert all(sum(row) == pytest.approx(1, abs=1e-3) for row in [*result.model, *result.words])

    # what was stopped after its training is not trained again
    monkeypatch.setattr("training.studies.execution.train", None)
    assert carry_out(job, short, tmp_path, corpus=corpus, base_folder=base).model == result.model
