"""Input scales found beforehand: by ONNX Runtime's own tool, and by this project."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

from benchmarks.precisions.material import Material
from benchmarks.precisions.running import Variant, in_company, quiet
from model.batching import pad
from training.quantisation import DESCRIPTION, quantise


class _Rows(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self._rows = iter(rows)

    def get_next(self) -> dict[str, NDArray[np.int64]] | None:
        row = next(self._rows, None)
        if row is None:
            return None
        ids, mask = pad([row])
        return {"input_ids": ids, "attention_mask": mask}


def of_ort(material: Material) -> Variant:
    """Put a QuantizeLinear and a DequantizeLinear around every product, scaled to the extremes seen."""
    with TemporaryDirectory() as folder, quiet():
        source, path = Path(folder) / "float.onnx", Path(folder) / "model.onnx"
        onnx.save(material.written, source)
        quantize_static(
            source,
            path,
            _Rows(material.rows),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
        content = path.read_bytes()
    setting = "written graph, ORT static int8 (QDQ, min-max), embeddings int8 by row"
    return in_company(content, material.tokenizer, setting)


def of_newsdesk(material: Material) -> Variant:
    """Make what `training.export` ships."""
    content = quantise(material.network, material.rows, material.max_length).SerializeToString()
    return in_company(content, material.tokenizer, f"written graph, {DESCRIPTION}")
