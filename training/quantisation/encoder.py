"""The network as the graph that serves.

Written operator by operator rather than exported: query, key and value are one product, attention is one
operator, and of the last layer only what the head reads is computed. Padding comes last and adds nothing but
zeros to what a headline's own tokens sum to.
"""

from dataclasses import dataclass

import numpy as np
import onnx

from training.quantisation.graph import IDS, MASK, Graph
from training.quantisation.integers import quantise_rows
from training.quantisation.linear import WriteLinear
from training.quantisation.weights import Layer, Linear, Norm, Weights


def write(weights: Weights, write_linear: WriteLinear, max_length: int) -> onnx.ModelProto:
    """Return the graph of a network, its embeddings in 8 bits.

    Parameters
    ----------
    weights
        Of the network.
    write_linear
        How the encoder's linear layers are written; the head is in float32.
    max_length
        Most tokens of a headline.

    Returns
    -------
    onnx.ModelProto
        From `input_ids` and `attention_mask`, int64 of shape (batch, tokens), to `logits`, float32 of shape
        (batch, labels); batch and tokens are free, up to `max_length` tokens.
    """
    graph = Graph()
    values = _embeddings(graph, weights, max_length)
    kept = graph.add("Cast", graph.add("Unsqueeze", MASK, graph.integers(1, 2)), to=onnx.TensorProto.BOOL)
    everywhere = _for_each_token(graph, kept)
    for number, layer in enumerate(weights.layers):
        part = _Part(graph, write_linear, number, weights.heads)
        if number == len(weights.layers) - 1 and weights.pooling == "first":
            values = _layer(part, layer, values=values, read=_first(graph, values), mask=kept)
        else:
            values = _layer(part, layer, values=values, read=values, mask=everywhere)
    pooled = _mean(graph, values) if weights.pooling == "mean" else _only(graph, values)
    hidden = graph.add("Relu", _dense(graph, "head.hidden", pooled, weights.hidden))
    logits = _dense(graph, "head.classifier", hidden, weights.classifier)
    return graph.model(logits, labels=len(weights.classifier.bias))


def _embeddings(graph: Graph, weights: Weights, max_length: int) -> str:
    rows, scales = quantise_rows(weights.words)
    row = graph.add("Gather", graph.constant("words.rows", rows), IDS)
    scale = graph.add("Gather", graph.constant("words.scales", scales), IDS)
    words = graph.add("Mul", graph.add("Cast", row, to=onnx.TensorProto.FLOAT), scale)
    table = graph.constant("positions", weights.positions[:max_length])
    length = graph.add("Shape", IDS, start=1, end=2)
    positions = graph.add("Slice", table, graph.integers(0), length, graph.integers(0))
    return _norm(graph, "embeddings.norm", graph.add("Add", words, positions), weights.norm)


def _for_each_token(graph: Graph, kept: str) -> str:
    """Return the mask, of shape (batch, 1, 1, tokens), as (batch, 1, tokens, tokens)."""
    length = graph.add("Shape", IDS, start=1, end=2)
    shape = graph.add("Concat", graph.integers(1, 1), length, graph.integers(1), axis=0)
    return graph.add("Expand", kept, shape)


def _first(graph: Graph, values: str) -> str:
    return graph.add("Slice", values, graph.integers(0), graph.integers(1), graph.integers(1))


def _only(graph: Graph, values: str) -> str:
    return graph.add("Squeeze", values, graph.integers(1))


def _mean(graph: Graph, values: str) -> str:
    mask = graph.add("Cast", MASK, to=onnx.TensorProto.FLOAT)
    kept = graph.add("Mul", values, graph.add("Unsqueeze", mask, graph.integers(2)))
    total = graph.add("ReduceSum", kept, graph.integers(1), keepdims=0)
    return graph.add("Div", total, graph.add("ReduceSum", mask, graph.integers(1), keepdims=1))


@dataclass(frozen=True)
class _Part:
    """The part of the graph that is layer `number`."""

    graph: Graph
    write_linear: WriteLinear
    number: int
    heads: int

    def linear(self, name: str, values: str, site: str, weights: Linear) -> str:
        name = f"layer.{self.number}.{name}"
        return self.write_linear(self.graph, name, values, site=(self.number, site), layer=weights)

    def norm(self, name: str, values: str, added: str, weights: Norm) -> str:
        return _norm(self.graph, f"layer.{self.number}.{name}", self.graph.add("Add", values, added), weights)


def _layer(part: _Part, layer: Layer, *, values: str, read: str, mask: str) -> str:
    """Write a layer that reads all tokens, `values`, and answers for those of `read`."""
    graph = part.graph
    if read == values:
        together = part.linear("qkv", values, "input", _beside(layer.query, layer.key, layer.value))
        query, key, value = graph.add_many("Split", together, outputs=3, axis=-1, num_outputs=3)
    else:
        query = part.linear("query", read, "input", layer.query)
        together = part.linear("kv", values, "input", _beside(layer.key, layer.value))
        key, value = graph.add_many("Split", together, outputs=2, axis=-1, num_outputs=2)
    heads = part.heads
    context = graph.add("Attention", query, key, value, mask, q_num_heads=heads, kv_num_heads=heads)
    attended = part.linear("out", context, "context", layer.out)
    middle = part.norm("attention_norm", read, attended, layer.attention_norm)
    units = graph.add("Gelu", part.linear("rise", middle, "middle", layer.rise))
    return part.norm(
        "output_norm", middle, part.linear("fall", units, "units", layer.fall), layer.output_norm
    )


def _beside(*layers: Linear) -> Linear:
    return Linear(
        np.concatenate([layer.weight for layer in layers], axis=1),
        np.concatenate([layer.bias for layer in layers]),
    )


def _norm(graph: Graph, name: str, values: str, norm: Norm) -> str:
    weight, bias = graph.constant(f"{name}.weight", norm.weight), graph.constant(f"{name}.bias", norm.bias)
    return graph.add("LayerNormalization", values, weight, bias, axis=-1, epsilon=norm.epsilon)


def _dense(graph: Graph, name: str, values: str, layer: Linear) -> str:
    weight, bias = graph.constant(f"{name}.weight", layer.weight), graph.constant(f"{name}.bias", layer.bias)
    return graph.add("Gemm", values, weight, bias)
