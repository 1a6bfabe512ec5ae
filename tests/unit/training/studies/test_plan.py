import hashlib
from pathlib import Path

from training.data import Prepared
from training.recipe import Recipe
from training.studies.corpus import Corpus
from training.studies.job import curve_jobs
from training.studies.plan import plan_of


def test_a_plan_knows_its_files_by_content(
    corpus: Corpus, corpus_file: Path, data: Prepared, recipe: Recipe
) -> None:
    files = {"corpus": [corpus_file], "added": [], "other": []}

    plan = plan_of(recipe, corpus, data, curve_jobs(data, [0.5], 0), files=files, folds=5, seed=0)

    digest = hashlib.sha256(corpus_file.read_bytes()).hexdigest()
    assert plan["corpus"] == {
        "files": [{"name": "corpus.jsonl", "sha256": digest}],
        "labels": list(corpus.labels),
        "rows": 90,
        "stories": 15,
    }
    assert plan["data"]["fingerprint"] == data.fingerprint
    assert plan["recipe"]["epochs"] == recipe.epochs
    assert plan["jobs"] == ["curve-0500"]


def test_what_is_not_studied_is_none(recipe: Recipe) -> None:
    plan = plan_of(recipe, None, None, [], files={"corpus": [], "added": [], "other": []}, folds=5, seed=0)

    assert (plan["corpus"], plan["data"]) == (None, None)
