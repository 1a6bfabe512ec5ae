"""How a linear layer is written into the graph."""

from typing import Protocol

import numpy as np

from training.quantisation.graph import CONTRIBUTED, Graph
from training.quantisation.integers import quantise_columns
from training.quantisation.ranges import Range, Ranges
from training.quantisation.smoothing import factors
from training.quantisation.weights import Linear

STEPS = 255
"""Between the smallest and the largest value of an unsigned byte."""


class WriteLinear(Protocol):
    """Writes one linear layer."""

    def __call__(self, graph: Graph, name: str, values: str, site: tuple[int, str], layer: Linear) -> str:
        """Add the nodes that compute a layer, and return the name of their output.

        Parameters
        ----------
        graph
            What grows.
        name
            Of the layer's constants.
        values
            Name of the input.
        site
            Where in the network the input is: number of the layer and site (see `ranges.SITES`).
        layer
            Its weights.
        """


def in_floats(graph: Graph, name: str, values: str, site: tuple[int, str], layer: Linear) -> str:
    """Write a layer in float32."""
    product = graph.add("MatMul", values, graph.constant(f"{name}.weight", layer.weight))
    return graph.add("Add", product, graph.constant(f"{name}.bias", layer.bias))


class InIntegers:
    """Write layers in 8 bits: unsigned inputs, with one scale for all headlines there are, times signed weights.

    The scale is a constant, so a headline's result depends on nothing but the headline. The products are summed
    in 32 bits, exactly, in whatever order.
    """

    def __init__(self, ranges: Ranges) -> None:
        self._ranges = ranges

    def __call__(self, graph: Graph, name: str, values: str, site: tuple[int, str], layer: Linear) -> str:
        seen, weight = self._ranges[site], layer.weight
        if site[1] != "context":  # which is smoothed by way of the values
            by = factors(seen)
            values = graph.add("Mul", values, graph.constant(f"{name}.smoothing", np.reciprocal(by)))
            seen, weight = seen.scaled(np.reciprocal(by)), weight * by[:, None]
        scale, zero = scale_of(seen)
        columns, scales = quantise_columns(weight)
        step = graph.constant(f"{name}.input_scale", scale)
        offset = graph.constant(f"{name}.input_zero", zero)
        return graph.add(
            "MatMulIntegerToFloat",
            graph.add("QuantizeLinear", values, step, offset),
            graph.constant(f"{name}.weight", columns),
            step,
            graph.constant(f"{name}.scales", scales),
            offset,
            "",  # the weights are symmetric
            graph.constant(f"{name}.bias", layer.bias),
            domain=CONTRIBUTED,
        )


def scale_of(seen: Range) -> tuple[np.ndarray, np.ndarray]:
    """Return the scale, float32, and the zero point, uint8, that fit all channels of a range, and zero."""
    low, high = min(float(seen.low.min()), 0.0), max(float(seen.high.max()), 0.0)
    scale = max(high - low, 1e-6) / STEPS
    return np.array(scale, dtype=np.float32), np.array(round(-low / scale), dtype=np.uint8)
