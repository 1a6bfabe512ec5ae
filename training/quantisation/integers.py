"""Tables of weights as 8-bit integers and scales."""

import numpy as np
from numpy.typing import NDArray

LARGEST = 127
"""Of a signed byte. Of two neighbours it is the sum before rounding: 255 * 128 still fits into 16 bits."""


def quantise_rows(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return a table in int8 with one symmetric scale per row.

    Parameters
    ----------
    table : ndarray of shape (rows, columns)

    Returns
    -------
    rows : ndarray of int8, shape (rows, columns)
    scales : ndarray of float32, shape (rows, 1)
        `rows * scales` is the table again, to half a scale.
    """
    scales = np.abs(table).max(axis=1, keepdims=True).astype(np.float32) / LARGEST
    scales[scales == 0] = 1  # a row of zeros, such as padding's, stays one
    return np.rint(table / scales).astype(np.int8), scales


def quantise_columns(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return a table in int8 with one symmetric scale per column, such that every CPU computes the same with it.

    CPUs with AVX2 but not VNNI multiply unsigned by signed bytes in pairs of neighbours and hold the sum of the
    two products in 16 bits (`vpmaddubsw`), where it saturates beyond 32,767. So a scale is large enough for 255
    times the sum of two neighbours to fit, which costs a fraction of the bit that `reduce_range` of ONNX
    Runtime's own quantisation gives away.

    Parameters
    ----------
    table : ndarray of shape (rows, columns)

    Returns
    -------
    columns : ndarray of int8, shape (rows, columns)
    scales : ndarray of float32, shape (columns,)
    """
    rows, width = table.shape
    even = np.zeros((rows + rows % 2, width), dtype=np.float32)
    even[:rows] = table
    pairs = even.reshape(-1, 2, width)
    # Products of opposite signs make the sum smaller: only what has one sign adds up.
    sums = np.maximum(np.maximum(pairs, 0).sum(axis=1), np.maximum(-pairs, 0).sum(axis=1))
    scales = sums.max(axis=0) / LARGEST
    scales[scales == 0] = 1
    return np.rint(table / scales).astype(np.int8), scales
