"""A trained network's weights as arrays, in the shape in which a graph multiplies by them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import DistilBertForSequenceClassification as Network

from training.recipe import RecipeError

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """`x @ weight + bias`: weight of shape (inputs, outputs), bias of shape (outputs,)."""

    weight: Array
    bias: Array


@dataclass(frozen=True)
class Norm:
    """Scale and shift of a layer normalisation, each of shape (dimension,), and its epsilon."""

    weight: Array
    bias: Array
    epsilon: float


@dataclass(frozen=True)
class Layer:
    """One layer of the encoder: attention, then two linear layers with a GELU between them."""

    query: Linear
    key: Linear
    value: Linear
    out: Linear
    attention_norm: Norm
    rise: Linear
    fall: Linear
    output_norm: Norm


@dataclass(frozen=True)
class Weights:
    """A DistilBERT classifier.

    Attributes
    ----------
    words, positions
        Embeddings, of shape (vocabulary, dimension) and (most tokens, dimension).
    norm
        Of the embeddings.
    layers
        In order.
    heads
        Attention heads per layer.
    pooling
        What the head reads: the `first` token, or the `mean` over all.
    hidden, classifier
        The head's two linear layers, with a ReLU between them.
    """

    words: Array
    positions: Array
    norm: Norm
    layers: tuple[Layer, ...]
    heads: int
    pooling: str
    hidden: Linear
    classifier: Linear


def weights_of(network: Network) -> Weights:
    """Return the weights of a network.

    Raises
    ------
    RecipeError
        If its activation or its pooling is none that can be written.
    """
    config, encoder = network.config, network.distilbert
    pooling = getattr(config, "pooling", "first")
    if config.activation != "gelu":
        raise RecipeError(f"activation {config.activation!r} of the network is not gelu")
    if pooling not in ("first", "mean"):
        raise RecipeError(f"pooling {pooling!r} of the network is neither first nor mean")
    return Weights(
        words=_array(encoder.embeddings.word_embeddings.weight),
        positions=_array(encoder.embeddings.position_embeddings.weight),
        norm=_norm(encoder.embeddings.LayerNorm),
        layers=tuple(_layer(block) for block in encoder.transformer.layer),
        heads=config.n_heads,
        pooling=pooling,
        hidden=_linear(network.pre_classifier),
        classifier=_linear(network.classifier),
    )


def _layer(block: Any) -> Layer:
    attention, ffn = block.attention, block.ffn
    return Layer(
        query=_linear(attention.q_lin),
        key=_linear(attention.k_lin),
        value=_linear(attention.v_lin),
        out=_linear(attention.out_lin),
        attention_norm=_norm(block.sa_layer_norm),
        rise=_linear(ffn.lin1),
        fall=_linear(ffn.lin2),
        output_norm=_norm(block.output_layer_norm),
    )


def _linear(module: Any) -> Linear:
    return Linear(_array(module.weight).T, _array(module.bias))


def _norm(module: Any) -> Norm:
    return Norm(_array(module.weight), _array(module.bias), float(module.eps))


def _array(tensor: torch.Tensor) -> Array:
    return tensor.detach().cpu().float().numpy()
