"""Headlines into batches, with as little padding as is worth a run of the network."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BATCH_SIZE = 16
"""Most headlines in a batch: beyond this, a headline no longer gets cheaper."""

SPARE_TOKENS = 16
"""Most padding in a batch: about what one more run of the network costs beside its tokens."""


def batches(lengths: Sequence[int], spare_tokens: int = SPARE_TOKENS) -> list[list[int]]:
    """Return the positions of rows in batches of like length, the longest first.

    So that no thread is left alone with the largest batch at the end.

    Parameters
    ----------
    lengths
        Tokens of each row.
    spare_tokens
        Most padding in a batch; with 0 its rows are equally long.
    """
    found: list[list[int]] = []
    width = padding = 0
    for position in sorted(range(len(lengths)), key=lambda position: -lengths[position]):
        padding += width - lengths[position]
        if not found or len(found[-1]) == BATCH_SIZE or padding > spare_tokens:
            found.append([])
            width, padding = lengths[position], 0
        found[-1].append(position)
    return found


def pad(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return token numbers and mask of a batch, both of shape (rows, longest)."""
    ids = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
    mask = np.zeros_like(ids)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = row
        mask[index, : len(row)] = 1
    return ids, mask
