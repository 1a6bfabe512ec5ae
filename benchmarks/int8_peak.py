"""The most 8-bit operations per second that one core of this machine was seen to do."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

SHAPES = ((512, 512, 512), (512, 384, 1536), (1024, 1024, 1024))
"""Rows, columns and depth of the products; large enough to be limited by arithmetic, not by memory."""


class Int8Peak:
    """Multiplies 8-bit matrices by ONNX Runtime (MatMulInteger) and by PyTorch (oneDNN), one thread each."""

    def __init__(self) -> None:
        random = np.random.default_rng(0)
        self._products: list[tuple[float, Callable[[], Any]]] = []
        self._seconds: list[list[float]] = []
        for rows, columns, depth in SHAPES:
            left = random.integers(0, 127, (rows, depth))
            right = random.integers(-127, 127, (depth, columns)).astype(np.int8)
            for product in (_onnx_runtime(left.astype(np.uint8), right), _torch(left.astype(np.int8), right)):
                self._products.append((2.0 * rows * columns * depth, product))
                self._seconds.append([])

    def measure(self) -> None:
        """Time each product once more."""
        for (_, product), seconds in zip(self._products, self._seconds, strict=True):
            product()
            start = time.perf_counter()
            product()
            seconds.append(time.perf_counter() - start)

    @property
    def operations_per_second(self) -> float:
        """The best of the medians: multiplications and additions, counted apart."""
        return max(
            operations / median(seconds)
            for (operations, _), seconds in zip(self._products, self._seconds, strict=True)
        )


def _onnx_runtime(left: Any, right: Any) -> Callable[[], Any]:
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["left", "right"], ["product"])],
        "product",
        [helper.make_tensor_value_info("left", TensorProto.UINT8, left.shape)],
        [helper.make_tensor_value_info("product", TensorProto.INT32, [left.shape[0], right.shape[1]])],
        [numpy_helper.from_array(right, "right")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return lambda: session.run(["product"], {"left": left})


def _torch(left: Any, right: Any) -> Callable[[], Any]:
    # Columns one after the other in memory, as a linear layer has its weights.
    matrices = torch.from_numpy(left), torch.from_numpy(right.T.copy()).t()
    return lambda: torch._int_mm(*matrices)
