"""The trained network's own answers: the reference for calibration and for the exported artifact."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from training.encoding import encode, open_tokenizer, pad
from training.network import open_network
from training.run_folder import Run

BATCH_SIZE = 64


def network_logits(run: Run, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the float32 outputs of a finished run's network; see `logits_of`."""
    return logits_of(run.network, texts, run.recipe.max_length)


def logits_of(folder: Path, texts: Sequence[str], max_length: int) -> NDArray[np.float32]:
    """Return the float32 outputs of a trained network.

    Parameters
    ----------
    folder
        Holds its weights, configuration and tokenizer.
    texts
        Normalised headlines.
    max_length
        Tokens per headline, the two special ones included.

    Returns
    -------
    ndarray of shape (texts, labels)
    """
    network = open_network(folder)
    rows = encode(open_tokenizer(folder / "tokenizer.json", max_length), texts)
    by_length = sorted(range(len(rows)), key=lambda index: len(rows[index]))
    logits = np.empty((len(rows), network.config.num_labels), dtype=np.float32)
    for start in tqdm(range(0, len(rows), BATCH_SIZE), desc="PyTorch", unit="batch", leave=False):
        batch = by_length[start : start + BATCH_SIZE]
        with torch.inference_mode():
            logits[batch] = network(**pad([rows[index] for index in batch])).logits.numpy()
    return logits
