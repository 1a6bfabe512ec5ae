"""A trained network in 8 bits, whose answer to a headline does not depend on the headline's batch-mates.

ONNX Runtime's dynamic quantisation takes one activation scale for the whole batch, so the same headline gets other
probabilities in other company. Here every activation scale is a constant, found on training headlines, after the
outliers that would spoil it are moved into the weights (see `smoothing`).
"""

from collections.abc import Sequence
from dataclasses import replace

import onnx
from transformers import DistilBertForSequenceClassification as Network

from training.quantisation.encoder import write
from training.quantisation.linear import InIntegers
from training.quantisation.ranges import observe
from training.quantisation.smoothing import smooth_context, split_units
from training.quantisation.weights import weights_of

DESCRIPTION = (
    "int8: linear layers one scale per column, their inputs one constant scale after smoothing, "
    "embeddings one scale per row"
)


def quantise(network: Network, rows: Sequence[Sequence[int]], max_length: int) -> onnx.ModelProto:
    """Return a network as the graph that serves, its encoder in 8 bits.

    Parameters
    ----------
    network
        A trained DistilBERT classifier, in evaluation mode.
    rows
        Token numbers of the texts that the activation scales are found on (see `ranges.sample`).
    max_length
        Most tokens of a headline.

    Returns
    -------
    onnx.ModelProto
        About a quarter of the size. From `input_ids` and `attention_mask`, int64 of shape (batch, tokens), to
        `logits`, float32 of shape (batch, labels).

    Raises
    ------
    RecipeError
        If the network's activation or pooling is none that can be written.
    """
    weights, ranges = weights_of(network), dict(observe(network, rows))
    layers = []
    for number, unchanged in enumerate(weights.layers):
        layer, ranges[number, "context"] = smooth_context(unchanged, ranges[number, "context"])
        layer, ranges[number, "units"] = split_units(layer, ranges[number, "units"])
        layers.append(layer)
    return write(replace(weights, layers=tuple(layers)), InIntegers(ranges), max_length)
