"""What a trained network attends to as it reads: how much each token goes into the next reading of every other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from training.encoding import open_tokenizer, pad
from training.network import open_network
from training.run_folder import Run

Weights = NDArray[np.float32]


@dataclass(frozen=True)
class Attention:
    """The attention in one headline.

    Attributes
    ----------
    tokens
        As the network reads them, the two special ones included.
    words
        For each token the place of its word, of those between spaces; None for the special ones.
    weights : ndarray of shape (layers, heads, tokens, tokens)
        By how much the new reading of a token (third axis) is made of each token (fourth); these sum to 1.
    """

    tokens: list[str]
    words: list[int | None]
    weights: Weights

    @property
    def received(self) -> Weights:
        """Share of a layer's attention that each token gets, the mean over heads and reading tokens.

        Returns
        -------
        ndarray of shape (layers, tokens)
            Each layer sums to 1.
        """
        shares: Weights = self.weights.mean(axis=(1, 2))
        return shares

    @property
    def of_words(self) -> Weights:
        """Share of a layer's attention that the tokens of each word get together.

        Returns
        -------
        ndarray of shape (layers, words)
            What is missing to 1 goes to the special tokens.
        """
        count = 1 + max((word for word in self.words if word is not None), default=-1)
        shares = np.zeros((len(self.weights), count), dtype=np.float32)
        for token, word in enumerate(self.words):
            if word is not None:
                shares[:, word] += self.received[:, token]
        return shares


def attention_of(run: Run, texts: Sequence[str]) -> list[Attention]:
    """Return the attention of a finished run's network in some headlines, each read alone.

    Parameters
    ----------
    run
        The run.
    texts
        Normalised headlines.
    """
    encoder = open_network(run.network).distilbert
    encoder.set_attn_implementation("eager")  # the faster ones never write the weights down
    tokenizer = open_tokenizer(run.tokenizer, run.recipe.max_length)
    found = []
    for text, encoding in zip(texts, tokenizer.encode_batch(list(texts)), strict=True):
        with torch.inference_mode():
            layers = encoder(**pad([encoding.ids]), output_attentions=True).attentions
        spans = zip(encoding.offsets, encoding.special_tokens_mask, strict=True)
        words = [None if special else text.count(" ", 0, start) for (start, _), special in spans]
        found.append(Attention(encoding.tokens, words, torch.cat(layers).numpy()))
    return found
