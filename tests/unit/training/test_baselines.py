from pathlib import Path

import numpy as np
import pytest

from training.baselines import frozen_encoder, majority, tfidf, train_baselines
from training.data import Prepared, Split
from training.metrics import figures
from training.recipe import Recipe, RecipeError


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)


def test_the_majority_knows_the_frequencies_alone() -> None:
    baseline = majority(Split(["a", "b", "c", "d"], [1, 1, 1, 0]), 3)

    assert baseline.probabilities(["anything", "else"]).tolist() == [[0.25, 0.75, 0.0]] * 2


def test_words_decide_and_both_words_of_a_pair(data: Prepared) -> None:
    train, valid, test = (data.split(name) for name in ("train", "valid", "test"))

    found = tfidf(train, valid, len(data.labels)).probabilities(test.texts)

    assert figures(found, test.labels, data.labels).accuracy > 0.95
    assert found.sum(axis=1) == pytest.approx(1)


def test_a_label_that_training_lacks_is_never_named() -> None:
    train = Split(["shares rise", "shares fall", "flu spreads", "flu ends"], [0, 0, 2, 2])

    found = tfidf(train, train, 3).probabilities(["flu again"])

    assert found[0, 1] == 0
    assert found.argmax() == 2


def test_a_frozen_encoder_answers_each_headline_by_itself(data: Prepared, base: Path, recipe: Recipe) -> None:
    train, valid, test = (data.split(name) for name in ("train", "valid", "test"))

    baseline = frozen_encoder(train, valid, len(data.labels), recipe, base)

    found = baseline.probabilities(test.texts)
    assert figures(found, test.labels, data.labels).accuracy > 0.6
    one_by_one = np.concatenate([baseline.probabilities([text]) for text in test.texts[:5]])
    assert found[:5] == pytest.approx(one_by_one, abs=1e-5)


def test_a_missing_checkpoint_leaves_the_frozen_encoder_out(data: Prepared, offline: None) -> None:
    baselines, left_out = train_baselines(data, "tests/tiny@main", 16, None)

    assert [baseline.name for baseline in baselines] == [
        "TF-IDF (1-2) + logistic regression",
        "majority label",
    ]
    assert left_out == [
        "The frozen encoder is left out: tests/tiny@main is not at hand (`--base-folder` names its folder)."
    ]


def test_a_wrong_base_folder_is_an_error(data: Prepared, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"holds no config\.json of tests/tiny"):
        train_baselines(data, "tests/tiny@main", 16, tmp_path)


def test_the_checkpoint_of_a_shipped_recipe_is_checked_by_its_hash(data: Prepared, base: Path) -> None:
    shipped = "sentence-transformers/all-MiniLM-L6-v2@1110a243fdf4706b3f48f1d95db1a4f5529b4d41"

    with pytest.raises(RecipeError, match=r"model\.safetensors has SHA-256"):
        train_baselines(data, shipped, 16, base)
