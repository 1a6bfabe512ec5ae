"""MatMulNBits: weights in 8 bits with a scale for each block, and the inputs' blocks scaled as they come."""

import onnx
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

from benchmarks.precisions.material import Material
from benchmarks.precisions.running import Variant, in_company, quiet

_INT8_PRODUCTS = 4  # `accuracy_level` of MatMulNBits


def of_exported(material: Material) -> Variant:
    """Take blocks of 64 in PyTorch's export, as release 1.0.0 had them but for its embeddings."""
    content = _in_blocks(onnx.load_from_string(material.exported), 64)
    return in_company(content, material.tokenizer, "exported graph, MatMulNBits in blocks of 64")


def of_written(material: Material, size: int) -> Variant:
    """Take blocks in the graph written for serving."""
    setting = f"written graph, MatMulNBits in blocks of {size}, embeddings int8 by row"
    return in_company(_in_blocks(material.written, size), material.tokenizer, setting)


def _in_blocks(model: onnx.ModelProto, size: int) -> bytes:
    settings = DefaultWeightOnlyQuantConfig(
        bits=8, block_size=size, is_symmetric=True, accuracy_level=_INT8_PRODUCTS
    )
    quantizer = MatMulNBitsQuantizer(model, algo_config=settings)
    with quiet():
        quantizer.process()
    content: bytes = quantizer.model.model.SerializeToString()
    return content
