"""A growing ONNX graph."""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

OPSET = 23  # the first with Attention
CONTRIBUTED = "com.microsoft"
"""Domain of the operators that only ONNX Runtime has."""

IDS, MASK = "input_ids", "attention_mask"
"""The inputs: int64 of shape (batch, tokens)."""

_IR_VERSION = 11  # the one that came with that opset


class Graph:
    """Nodes and constants, in the order in which they are added."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Add a constant and return its name."""
        if name in self._constants:
            raise ValueError(f"constant {name!r} is in the graph already")
        self._constants[name] = numpy_helper.from_array(np.asarray(values, order="C"), name)
        return name

    def integers(self, *values: int) -> str:
        """Return the name of a constant of shape (values,), which is there once."""
        name = "integers." + ".".join(map(str, values))
        return name if name in self._constants else self.constant(name, np.array(values, dtype=np.int64))

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Add a node with one output and return the output's name."""
        (output,) = self.add_many(operator, *inputs, outputs=1, domain=domain, **attributes)
        return output

    def add_many(
        self, operator: str, *inputs: str, outputs: int, domain: str = "", **attributes: Any
    ) -> list[str]:
        """Add a node and return the names of its outputs."""
        name = f"{operator}.{len(self._nodes)}"
        names = [f"{name}.{index}" for index in range(outputs)]
        self._nodes.append(helper.make_node(operator, inputs, names, name=name, domain=domain, **attributes))
        return names

    def model(self, output: str, labels: int) -> onnx.ModelProto:
        """Return the graph from its two inputs to `logits`, float32 of shape (batch, labels)."""
        self._nodes.append(helper.make_node("Identity", [output], ["logits"], name="logits"))
        graph = helper.make_graph(
            self._nodes,
            "newsdesk",
            [
                helper.make_tensor_value_info(name, onnx.TensorProto.INT64, ["batch", "tokens"])
                for name in (IDS, MASK)
            ],
            [helper.make_tensor_value_info("logits", onnx.TensorProto.FLOAT, ["batch", labels])],
            list(self._constants.values()),
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIBUTED, 1)]
        return helper.make_model(
            graph, opset_imports=opsets, ir_version=_IR_VERSION, producer_name="newsdesk"
        )
