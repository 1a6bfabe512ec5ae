"""Between which values the inputs of the linear layers lie, seen on headlines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tqdm import tqdm
from transformers import DistilBertForSequenceClassification as Network

from training.quantisation.weights import Array

SAMPLE = 256
"""Headlines that the ranges are seen on."""

SITES = ("input", "context", "middle", "units")
"""Inputs of a layer's linear layers: of the attention, of its output, of the first and of the second after it."""


@dataclass(frozen=True)
class Range:
    """Lowest and highest value of each channel, both of shape (channels,)."""

    low: Array
    high: Array

    @property
    def largest(self) -> Array:
        """Largest absolute value of each channel."""
        return np.maximum(np.abs(self.low), np.abs(self.high))

    def scaled(self, factors: Array) -> "Range":
        """Return the range of the values times positive factors, one per channel."""
        return Range(self.low * factors, self.high * factors)

    def repeated(self, order: np.ndarray) -> "Range":
        """Return the range of the channels in another order, some of them more than once."""
        return Range(self.low[order], self.high[order])

    def joined(self, other: "Range") -> "Range":
        """Return the smallest range around both."""
        return Range(np.minimum(self.low, other.low), np.maximum(self.high, other.high))


Ranges = Mapping[tuple[int, str], Range]
"""By number of the layer and site."""


def sample(headlines: Sequence[str]) -> list[str]:
    """Return the texts to see the ranges on: headlines from end to end of the list, and what else may be sent.

    A range that is too small costs far more than one that is too large, and single words and long texts reach
    beyond what headlines do: so every fourth headline is also there as its first word alone, and four times over.
    """
    chosen = [headlines[index] for index in np.linspace(0, len(headlines) - 1, SAMPLE).astype(int)]
    return [
        *chosen,
        *(text.split(" ", 1)[0] for text in chosen[::4]),
        *(" ".join([text] * 4) for text in chosen[::4]),
    ]


def observe(network: Network, rows: Sequence[Sequence[int]]) -> Ranges:
    """Run the network on tokenised texts, one at a time, and return what its linear layers were given.

    Parameters
    ----------
    network
        In evaluation mode.
    rows
        Token numbers of each text.
    """
    ranges: dict[tuple[int, str], Range] = {}

    def note(layer: int, site: str) -> Callable[[torch.nn.Module, tuple[torch.Tensor, ...]], None]:
        def hook(_: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
            values = inputs[0].flatten(0, -2)
            found = Range(values.amin(dim=0).numpy(), values.amax(dim=0).numpy())
            known = ranges.get((layer, site))
            ranges[layer, site] = known.joined(found) if known else found

        return hook

    hooks = []
    for number, block in enumerate(network.distilbert.transformer.layer):
        modules = (block.attention.q_lin, block.attention.out_lin, block.ffn.lin1, block.ffn.lin2)
        for site, module in zip(SITES, modules, strict=True):
            hooks.append(module.register_forward_pre_hook(note(number, site)))
    try:
        for row in tqdm(rows, desc="Ranges", unit="text", leave=False):
            ids = torch.tensor([row])
            with torch.inference_mode():
                network(input_ids=ids, attention_mask=torch.ones_like(ids))
    finally:
        for hook in hooks:
            hook.remove()
    return ranges
