"""The rows of a run as the network reads them: altered, thinned, twice, with those of no label behind."""

import random

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.augmentation import alter
from training.data import Prepared
from training.encoding import EncodedHeadlines, encode
from training.recipe import Recipe
from training.targets import one_hot, training_targets


def training_rows(
    data: Prepared, recipe: Recipe, tokenizer: Tokenizer, taught: NDArray[np.float32] | None = None
) -> EncodedHeadlines:
    """Return the training headlines and, behind them, the texts without a label.

    Parameters
    ----------
    data
        Prepared headlines.
    recipe
        How they are read, and what their targets are.
    tokenizer
        See `open_tokenizer`.
    taught : ndarray of shape (headlines, labels)
        Mean probabilities of the teachers; None where there are none.
    """
    headlines, others = data.split("train"), data.other()
    texts = headlines.texts + others
    rows = encode(tokenizer, texts)

    def reread(index: int) -> list[int]:
        if random.random() >= recipe.augmentation:
            return rows[index]
        return encode(tokenizer, [alter(texts[index])])[0]

    return EncodedHeadlines(
        rows,
        training_targets(recipe, headlines.labels, len(data.labels), others=len(others), taught=taught),
        token_dropout=recipe.token_dropout,
        views=2 if recipe.consistency else 1,
        reread=reread,
    )


def validation_rows(data: Prepared, tokenizer: Tokenizer) -> EncodedHeadlines:
    """Return the validation headlines, read as they are."""
    split = data.split("valid")
    return EncodedHeadlines(encode(tokenizer, split.texts), one_hot(split.labels, len(data.labels)))
