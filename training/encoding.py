"""Headlines as the tokens a network reads."""

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.utils.data import Dataset

from model import batching
from training.recipe import RecipeError


class EncodedHeadlines(Dataset[dict[str, Any]]):
    """Tokenised headlines with their targets, one row each.

    A row is `{"input_ids": list of int, "again": list of such lists, "labels": target}`; nothing is padded before
    it is in a batch.

    Parameters
    ----------
    rows
        Token ids of each headline, the two special ones included.
    targets : ndarray of shape (rows, labels)
        Of each; see `training.targets`.
    token_dropout
        Share of the tokens between the special ones that is left out of a row, drawn anew whenever it is read.
    views
        How often a row is in a batch, read and thinned anew each time; `again` holds all but the first.
    reread
        Gives the token ids of a row whenever it is read, altered or not; None reads `rows`.
    """

    def __init__(
        self,
        rows: Sequence[list[int]],
        targets: NDArray[np.float32],
        *,
        token_dropout: float = 0.0,
        views: int = 1,
        reread: Callable[[int], list[int]] | None = None,
    ) -> None:
        self.rows = rows
        self.targets = targets
        self.token_dropout = token_dropout
        self.views = views
        self.reread = reread or rows.__getitem__

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> dict[str, Any]:
        first, *again = (self._thinned(self.reread(index)) for _ in range(self.views))
        return {"input_ids": first, "again": again, "labels": self.targets[index]}

    def _thinned(self, row: list[int]) -> list[int]:
        if not self.token_dropout:
            return row
        first, *tokens, last = row
        kept = torch.rand(len(tokens)) >= self.token_dropout
        return [first, *itertools.compress(tokens, kept.tolist()), last]


def open_tokenizer(path: Path, max_length: int) -> Tokenizer:
    """Return the tokenizer, cutting at `max_length` tokens and never padding.

    Raises
    ------
    RecipeError
        If the file is not a tokenizer.
    """
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises bare Exception
        raise RecipeError(f"{path} is not a tokenizer: {error}") from None
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length)
    return tokenizer


def encode(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    """Return the token ids of normalised headlines, the two special ones included."""
    return [encoding.ids for encoding in tokenizer.encode_batch_fast(list(texts))]


def pad(rows: Sequence[list[int]]) -> dict[str, torch.Tensor]:
    """Make a batch, padded to its own longest headline.

    Returns
    -------
    dict
        `input_ids` and `attention_mask` of shape (rows, longest).
    """
    ids, mask = batching.pad(rows)
    return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}


def collate(rows: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
    """Make a training batch: the first view of every row, then the second, ...

    Returns
    -------
    dict
        `input_ids` and `attention_mask` of shape (views * rows, longest), `labels`, the targets, of shape
        (views * rows, labels).
    """
    views = list(zip(*([row["input_ids"], *row["again"]] for row in rows), strict=True))
    targets = torch.from_numpy(np.stack([row["labels"] for row in rows])).repeat(len(views), 1)
    return {**pad([ids for view in views for ids in view]), "labels": targets}
