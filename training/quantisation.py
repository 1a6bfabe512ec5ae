"""Weights in 8 bits, without making a headline's answer depend on its batch-mates.

ONNX Runtime's dynamic quantisation takes one activation scale for the whole batch, so the same headline gets
other probabilities in other company. Here the activations are scaled block by block within each token
(`MatMulNBits`), so that a row of the batch never sees another.
"""

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

BLOCK_SIZE = 64
"""Weights that share a scale."""

DESCRIPTION = f"int8: linear layers MatMulNBits in blocks of {BLOCK_SIZE}, embeddings one scale per row"

_INT8_ACTIVATIONS = 4  # `accuracy_level` of MatMulNBits: the products are computed in int8


def quantise(network: onnx.ModelProto) -> onnx.ModelProto:
    """Return the network with its linear layers and embeddings in 8 bits.

    Parameters
    ----------
    network
        A floating-point network; it is changed in place where it need not be copied.

    Returns
    -------
    onnx.ModelProto
        About a quarter of the size, with the same inputs and outputs.
    """
    settings = DefaultWeightOnlyQuantConfig(
        bits=8, block_size=BLOCK_SIZE, is_symmetric=True, accuracy_level=_INT8_ACTIVATIONS
    )
    quantizer = MatMulNBitsQuantizer(network, algo_config=settings)
    quantizer.process()
    quantised: onnx.ModelProto = quantizer.model.model
    _quantise_embeddings(quantised.graph)
    return quantised


def _quantise_embeddings(graph: onnx.GraphProto) -> None:
    tables = {tensor.name: tensor for tensor in graph.initializer if len(tensor.dims) == 2}
    nodes = []
    for node in graph.node:
        if node.op_type != "Gather" or node.input[0] not in tables:
            nodes.append(node)
            continue
        table = tables[node.input[0]]
        rows, scales = quantise_rows(numpy_helper.to_array(table))
        nodes += _gather_rows(table.name, node.input[1], node.output[0])
        graph.initializer.remove(table)
        graph.initializer.append(numpy_helper.from_array(rows, f"{table.name}.rows"))
        graph.initializer.append(numpy_helper.from_array(scales, f"{table.name}.scales"))
    del graph.node[:]
    graph.node.extend(nodes)


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
    scales = np.abs(table).max(axis=1, keepdims=True).astype(np.float32) / 127
    scales[scales == 0] = 1  # a row of zeros, such as padding's, stays one
    return np.rint(table / scales).astype(np.int8), scales


def _gather_rows(table: str, indices: str, output: str) -> list[onnx.NodeProto]:
    return [
        helper.make_node("Gather", [f"{table}.rows", indices], [f"{output}.rows"]),
        helper.make_node("Gather", [f"{table}.scales", indices], [f"{output}.scales"]),
        helper.make_node("Cast", [f"{output}.rows"], [f"{output}.cast"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Mul", [f"{output}.cast", f"{output}.scales"], [output]),
    ]
