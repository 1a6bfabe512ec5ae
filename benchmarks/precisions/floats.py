"""Floating point: the reference, and halves."""

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from benchmarks.contenders.contender import Absent, Contender
from benchmarks.machine import machine
from benchmarks.precisions.material import Material
from benchmarks.precisions.running import Variant, answering, in_company

BF16_FLAGS = {"avx512_bf16", "amx_bf16", "bf16"}


def exported(material: Material) -> Variant:
    """Run PyTorch's export in float32."""
    return in_company(material.exported, material.tokenizer, "exported graph, float32")


def written(material: Material) -> Variant:
    """Run the graph written for serving, in float32 but for its embeddings."""
    content = material.written.SerializeToString()
    return in_company(content, material.tokenizer, "written graph, float32, embeddings int8 by row")


def float16_weights(material: Material) -> Variant:
    """Keep weights in half precision and compute in float32: ONNX Runtime has no half products on x86."""
    model = material.written
    graph = model.graph
    casts = []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.ndim == 2 and min(values.shape) > 1:
            graph.initializer.remove(tensor)
            half = f"{tensor.name}.half"
            graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), half))
            casts.append(helper.make_node("Cast", [half], [tensor.name], to=onnx.TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)
    setting = "written graph, weights float16, products float32, embeddings int8 by row"
    return in_company(model.SerializeToString(), material.tokenizer, setting)


def bfloat16(material: Material) -> Variant:
    """Run PyTorch with weights and products in bf16, where the processor has them."""
    if not BF16_FLAGS & set(machine()["flags"]):
        raise Absent("this processor has no products in bf16")
    network = type(material.network).from_pretrained(
        material.run.network, config=material.network.config, dtype=torch.bfloat16
    )
    network.eval()

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        inputs = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}
        with torch.inference_mode():
            logits: NDArray[np.float32] = network(**inputs).logits.float().numpy()
        return logits

    size = sum(parameter.numel() * parameter.element_size() for parameter in network.parameters())
    setting = "PyTorch, weights and products bf16"
    return Variant(Contender(setting, answering(material.tokenizer, run)), size)
