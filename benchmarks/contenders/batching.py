"""Batches as a careful user of a library makes them: 32 headlines of like length, padded to the longest."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from benchmarks.contenders.contender import Probabilities
from model.batching import pad
from model.softmax import softmax
from training.encoding import encode

BATCH_SIZE = 32

Run = Callable[[list[list[int]]], NDArray[np.float32]]
"""Token ids of a batch in, logits of shape (batch, labels) out."""

RunPadded = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]]
"""Ids and mask of shape (batch, tokens) in, logits of shape (batch, labels) out."""


def in_batches(tokenizer: Tokenizer, run: Run) -> Probabilities:
    """Return a function that answers any list of headlines through a network that takes a batch."""

    def probabilities(headlines: Sequence[str]) -> NDArray[np.floating]:
        rows = encode(tokenizer, headlines)
        by_length = sorted(range(len(rows)), key=lambda index: len(rows[index]))
        starts = range(0, len(rows), BATCH_SIZE)
        logits = np.concatenate(
            [run([rows[index] for index in by_length[start : start + BATCH_SIZE]]) for start in starts]
        )
        ordered = np.empty_like(logits)
        ordered[by_length] = logits
        return softmax(ordered)

    return probabilities


def padded(run: RunPadded) -> Run:
    """Return a network that takes a batch, made of one that takes arrays."""

    def run_rows(rows: list[list[int]]) -> NDArray[np.float32]:
        return run(*pad(rows))

    return run_rows
