"""What a model has to beat: the most frequent label, words and word pairs, and its own encoder before training."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from training.base import find_base
from training.data import Prepared, Split
from training.metrics import macro_f1
from training.recipe import SHIPPED, Recipe, load_recipe

STRENGTHS = (1.0, 10.0, 100.0)
"""Inverse strengths of the regularisation that are tried; validation chooses."""

BATCH_SIZE = 64

Probabilities = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Baseline:
    """A classifier to compare with.

    Attributes
    ----------
    name
        What the report calls it.
    probabilities
        From headlines to an array of shape (headlines, labels).
    """

    name: str
    probabilities: Callable[[Sequence[str]], Probabilities]


def train_baselines(
    prepared: Prepared, base: str, max_length: int, base_folder: Path | None
) -> tuple[list[Baseline], list[str]]:
    """Train every baseline on the training split.

    Parameters
    ----------
    prepared
        The headlines.
    base
        Checkpoint the model started from, as its manifest has it: `id@revision`.
    max_length
        Tokens of a headline that its encoder reads.
    base_folder
        Where the checkpoint's files are; None looks for them on the Hub, and leaves the frozen encoder out where
        they cannot be had.

    Returns
    -------
    baselines
        The most able first.
    left_out
        What is missing and why, in a sentence each.

    Raises
    ------
    RecipeError
        If the base folder holds something else.
    """
    train, valid, labels = prepared.split("train"), prepared.split("valid"), len(prepared.labels)
    baselines = [tfidf(train, valid, labels), majority(train, labels)]
    recipe = _recipe_of(base, max_length)
    try:
        folder = find_base(recipe, base_folder)
    except ValueError:
        if base_folder is not None:
            raise
        missing = f"The frozen encoder is left out: {base} is not at hand (`--base-folder` names its folder)."
        return baselines, [missing]
    return [frozen_encoder(train, valid, labels, recipe, folder), *baselines], []


def _recipe_of(base: str, max_length: int) -> Recipe:
    """Return a recipe of a checkpoint: where a shipped one is of it, that one, which knows its hashes."""
    name, _, revision = base.rpartition("@")
    shipped = [load_recipe(path.stem) for path in sorted(SHIPPED.glob("*.yaml"))]
    same = [recipe for recipe in shipped if (recipe.base, recipe.revision) == (name, revision)]
    found = same[0] if same else Recipe(base=name or base, revision=revision)
    return found.override({"max_length": max_length})


def majority(train: Split, labels: int) -> Baseline:
    """Return the classifier that knows only how frequent each of so many labels is in training."""
    frequencies = np.bincount(train.labels, minlength=labels) / len(train)
    return Baseline("majority label", lambda texts: np.tile(frequencies, (len(texts), 1)))


def tfidf(train: Split, valid: Split, labels: int) -> Baseline:
    """Train a logistic regression on words and word pairs, weighted by TF-IDF.

    Parameters
    ----------
    train, valid
        What it is trained on, and what chooses the strength of its regularisation by macro-F1.
    labels
        How many labels there are.
    """
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    features = vectorizer.fit_transform(train.texts), vectorizer.transform(valid.texts)
    regression = _regression(features, train, valid, "TF-IDF")
    return Baseline(
        "TF-IDF (1-2) + logistic regression",
        lambda texts: _probabilities(regression, vectorizer.transform(texts), labels),
    )


def frozen_encoder(train: Split, valid: Split, labels: int, recipe: Recipe, base: Path) -> Baseline:
    """Train a logistic regression on what the base checkpoint makes of a headline: the mean over its tokens.

    Parameters
    ----------
    train, valid
        What it is trained on, and what chooses the strength of its regularisation by macro-F1.
    labels
        How many labels there are.
    recipe
        Names the checkpoint, and how many tokens it reads.
    base
        Folder of the checkpoint.
    """
    encode = _encoder(recipe, base, labels)
    regression = _regression((encode(train.texts), encode(valid.texts)), train, valid, "frozen encoder")
    return Baseline(
        "frozen encoder + logistic regression",
        lambda texts: _probabilities(regression, encode(texts), labels),
    )


def _regression(features: tuple[Any, Any], train: Split, valid: Split, name: str) -> LogisticRegression:
    def quality(regression: LogisticRegression) -> float:
        return macro_f1(valid.labels, regression.predict(features[1]))

    tried = [
        LogisticRegression(C=strength, max_iter=2000).fit(features[0], train.labels)
        for strength in tqdm(STRENGTHS, desc=name, unit="fit", leave=False)
    ]
    return max(tried, key=quality)


def _probabilities(regression: LogisticRegression, features: Any, labels: int) -> Probabilities:
    found = np.zeros((features.shape[0], labels))
    found[:, regression.classes_] = regression.predict_proba(features)
    return found


def _encoder(recipe: Recipe, base: Path, labels: int) -> Callable[[Sequence[str]], NDArray[np.float32]]:
    import torch

    from training.encoding import open_tokenizer
    from training.network import build_network

    encoder = build_network(recipe, base, [str(label) for label in range(labels)]).distilbert.eval()
    tokenizer = open_tokenizer(base / "tokenizer.json", recipe.max_length)
    tokenizer.enable_padding()  # to the longest of its batch

    def means(texts: Sequence[str]) -> NDArray[np.float32]:
        by_length = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        found = np.empty((len(texts), encoder.config.dim), dtype=np.float32)
        for start in tqdm(range(0, len(texts), BATCH_SIZE), desc="frozen encoder", unit="batch", leave=False):
            batch = by_length[start : start + BATCH_SIZE]
            encodings = tokenizer.encode_batch_fast([texts[index] for index in batch])
            ids = torch.tensor([encoding.ids for encoding in encodings])
            mask = torch.tensor([encoding.attention_mask for encoding in encodings])
            with torch.inference_mode():
                states = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask[:, :, None]
            found[batch] = ((states * weights).sum(dim=1) / weights.sum(dim=1)).numpy()
        return found

    return means
