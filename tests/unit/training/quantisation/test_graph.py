import numpy as np
import onnx
import onnxruntime
import pytest

from training.quantisation.graph import Graph


def test_a_graph_runs() -> None:
    graph = Graph()
    values = graph.add("Cast", "input_ids", to=onnx.TensorProto.FLOAT)
    left, right = graph.add_many("Split", values, outputs=2, axis=1, num_outputs=2)
    doubled = graph.add("Mul", graph.add("Add", left, right), graph.constant("two", np.float32(2)))
    model = graph.model(doubled, labels=2)

    onnx.checker.check_model(model)
    (found,) = onnxruntime.InferenceSession(model.SerializeToString()).run(
        ["logits"], {"input_ids": np.array([[1, 2, 3, 4]]), "attention_mask": np.ones((1, 4), dtype=int)}
    )
    assert found.tolist() == [[8.0, 12.0]]


def test_a_constant_is_never_replaced() -> None:
    graph = Graph()
    graph.constant("scale", np.float32(1))

    with pytest.raises(ValueError, match="'scale' is in the graph already"):
        graph.constant("scale", np.float32(2))
    assert graph.integers(1, 2) == graph.integers(1, 2)
