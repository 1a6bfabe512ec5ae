"""Input scales found while answering: one for a whole batch, or one for each token."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic

from benchmarks.precisions.material import Material
from benchmarks.precisions.running import Variant, alone, in_company, quiet
from training.quantisation.encoder import write
from training.quantisation.graph import Graph
from training.quantisation.integers import quantise_columns
from training.quantisation.weights import Linear


def of_exported(material: Material) -> Variant:
    """Quantise PyTorch's export with ONNX Runtime's own tool."""
    content = _dynamic(onnx.load_from_string(material.exported), {})
    return in_company(content, material.tokenizer, "exported graph, ORT dynamic int8 per channel")


def of_written(material: Material) -> Variant:
    """Quantise the graph written for serving with the same tool."""
    return in_company(_of_written(material), material.tokenizer, _SETTING)


def of_written_alone(material: Material) -> Variant:
    """Run the same on one headline after the other, so that there are no batch-mates."""
    return alone(_of_written(material), material.tokenizer, _SETTING)


def per_token(material: Material) -> Variant:
    """Give each token a scale of its own, found by ONNX operators."""
    content = write(material.weights, _per_token, material.max_length).SerializeToString()
    setting = "written graph, int8 with a scale per token, embeddings int8 by row"
    return in_company(content, material.tokenizer, setting)


_SETTING = "written graph, ORT dynamic int8 per channel, embeddings int8 by row"


def _of_written(material: Material) -> bytes:
    return _dynamic(material.written, {"op_types_to_quantize": ["MatMul"]})


def _dynamic(model: onnx.ModelProto, settings: dict[str, list[str]]) -> bytes:
    options = {"DefaultTensorType": onnx.TensorProto.FLOAT}
    with TemporaryDirectory() as folder, quiet():
        path = Path(folder) / "model.onnx"
        quantize_dynamic(
            model, path, per_channel=True, weight_type=QuantType.QInt8, extra_options=options, **settings
        )
        return path.read_bytes()


def _per_token(graph: Graph, name: str, values: str, site: tuple[int, str], layer: Linear) -> str:
    columns, scales = quantise_columns(layer.weight)
    largest = graph.add("ReduceMax", graph.add("Abs", values), graph.integers(-1), keepdims=1)
    room = graph.constant(f"{name}.room", np.array(1 / 127, dtype=np.float32))
    least = graph.constant(f"{name}.least", np.array(1e-6, dtype=np.float32))
    step = graph.add("Mul", graph.add("Max", largest, least), room)
    zero = graph.constant(f"{name}.zero", np.array(128, dtype=np.uint8))
    one = graph.constant(f"{name}.one", np.array(1, dtype=np.float32))
    bytes_ = graph.add("QuantizeLinear", graph.add("Div", values, step), one, zero)
    products = graph.add("MatMulInteger", bytes_, graph.constant(f"{name}.weight", columns), zero)
    result = graph.add("Mul", graph.add("Cast", products, to=onnx.TensorProto.FLOAT), step)
    result = graph.add("Mul", result, graph.constant(f"{name}.scales", scales))
    return graph.add("Add", result, graph.constant(f"{name}.bias", layer.bias))
