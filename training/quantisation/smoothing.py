"""Moving outliers from activations, which one scale must fit, into weights, which have one scale per column.

A few channels of a trained transformer carry values many times larger than all others, and an 8-bit scale wide
enough for them leaves few steps for the rest. Dividing each channel by its own factor before it is rounded, and
multiplying the weights it meets by the same factor, changes nothing of what is computed (SmoothQuant, Xiao et al.
2022). Where even the weights cannot take it, a channel is divided into several that share its weights (outlier
channel splitting, Zhao et al. 2019).
"""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.quantisation.ranges import Range
from training.quantisation.weights import Array, Layer, Linear

STRENGTH = 0.7
"""Exponent of a channel's size in its factor: at 0 nothing moves, at 1 all channels become equally large."""

COPIES = 16
"""Hidden units that are added to a layer to divide its largest ones: the integer products come in sixteens."""


def factors(values: Range) -> Array:
    """Return what to divide each channel by, of shape (channels,); their geometric mean is 1."""
    logarithms = STRENGTH * np.log(np.maximum(values.largest, 1e-5))
    found: Array = np.exp(logarithms - logarithms.mean()).astype(np.float32)
    return found


def smooth_context(layer: Layer, context: Range) -> tuple[Layer, Range]:
    """Divide the channels of the attention's result, by way of the values that it is a mean of.

    Returns
    -------
    Layer
        That computes the same.
    Range
        Of its context.
    """
    by = factors(context)
    value = Linear(layer.value.weight / by, layer.value.bias / by)
    out = Linear(layer.out.weight * by[:, None], layer.out.bias)
    return replace(layer, value=value, out=out), context.scaled(np.reciprocal(by))


def split_units(layer: Layer, units: Range) -> tuple[Layer, Range]:
    """Divide the hidden units whose smoothed weights are largest into copies that share them.

    Returns
    -------
    Layer
        That computes the same, with `COPIES` units more.
    Range
        Of its units.
    """
    order, copies = _copies(np.abs(layer.fall.weight).max(axis=1) * factors(units))
    rise = Linear(layer.rise.weight[:, order], layer.rise.bias[order])
    fall = Linear((layer.fall.weight / copies[:, None])[order], layer.fall.bias)
    return replace(layer, rise=rise, fall=fall), units.repeated(order)


def _copies(sizes: Array) -> tuple[NDArray[np.int64], Array]:
    """Return which unit each copy is of, shape (units + COPIES,), and how many copies each unit has, (units,)."""
    copies = np.ones(len(sizes), dtype=np.int64)
    for _ in range(COPIES):
        copies[np.argmax(sizes / copies)] += 1
    units = np.repeat(np.arange(len(sizes)), copies)
    return units[_large_beside_small((sizes / copies)[units])], copies.astype(np.float32)


def _large_beside_small(sizes: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    """Return an order of largest, smallest, second largest and so on: neighbours share the room of a scale."""
    by_size = np.argsort(-sizes, kind="stable")
    half = (len(sizes) + 1) // 2
    order = np.empty_like(by_size)
    order[0::2], order[1::2] = by_size[:half], by_size[half:][::-1]
    return order
