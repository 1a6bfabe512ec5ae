"""The precisions that are compared, in the order of the table."""

from collections.abc import Callable
from functools import partial

from benchmarks.precisions import blocks, dynamic, floats, static
from benchmarks.precisions.material import Material
from benchmarks.precisions.running import Variant

SHIPPED = "int8, constant scales, smoothed"
REFERENCE = "float32, exported"

PRECISIONS: dict[str, Callable[[Material], Variant]] = {
    SHIPPED: static.of_newsdesk,
    REFERENCE: floats.exported,
    "float32, written": floats.written,
    "float16 weights": floats.float16_weights,
    "bf16, PyTorch": floats.bfloat16,
    "MatMulNBits 64, exported": blocks.of_exported,
    "MatMulNBits 32": partial(blocks.of_written, size=32),
    "MatMulNBits 64": partial(blocks.of_written, size=64),
    "MatMulNBits 128": partial(blocks.of_written, size=128),
    "dynamic int8, exported": dynamic.of_exported,
    "dynamic int8": dynamic.of_written,
    "dynamic int8, one at a time": dynamic.of_written_alone,
    "dynamic int8 per token": dynamic.per_token,
    "static int8 by ORT": static.of_ort,
}
"""Each makes its variant from the material, or raises `Absent`."""

__all__ = ["PRECISIONS", "REFERENCE", "SHIPPED", "Material", "Variant"]
