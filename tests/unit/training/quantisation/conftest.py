from pathlib import Path

import pytest
import torch
from transformers import DistilBertForSequenceClassification as Network

from training.network import build_network
from training.quantisation.integers import quantise_rows
from training.recipe import Recipe


@pytest.fixture
def network(base: Path, recipe: Recipe) -> Network:
    """A network whose word embeddings 8 bits can hold exactly."""
    network = build_network(recipe, base, ["a", "b", "c"]).eval()
    words = network.distilbert.embeddings.word_embeddings.weight
    rows, scales = quantise_rows(words.detach().numpy())
    with torch.no_grad():
        words.copy_(torch.from_numpy(rows * scales))
    return network


@pytest.fixture
def rows() -> list[list[int]]:
    """Tokenised texts of 3 to 14 tokens."""
    generator = torch.Generator().manual_seed(8)
    return [torch.randint(0, 40, (3 + n % 12,), generator=generator).tolist() for n in range(36)]
