"""The network exported to ONNX in float32, run by ONNX Runtime and by OpenVINO."""

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from benchmarks.contenders.batching import in_batches, padded
from benchmarks.contenders.contender import Absent, Contender
from benchmarks.contenders.subject import Subject


def onnx_runtime(subject: Subject) -> Contender:
    """Run the graph with every optimisation of ONNX Runtime."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(subject.graph, options, providers=["CPUExecutionProvider"])

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        logits: NDArray[np.float32] = session.run(["logits"], {"input_ids": ids, "attention_mask": mask})[0]
        return logits

    return Contender(
        "all graph optimisations, batches of 32 sorted by length, `tokenizers`",
        in_batches(subject.tokenizer, padded(run)),
    )


def openvino(subject: Subject) -> Contender:
    """Run the graph in bf16, tuned for latency."""
    from openvino import Core

    core = Core()
    if "BF16" not in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        raise Absent("OpenVINO does not compute in bf16 on this CPU")
    settings = {
        "INFERENCE_PRECISION_HINT": "bf16",
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_NUM_THREADS": 1,
        "NUM_STREAMS": 1,
    }
    network = core.compile_model(core.read_model(subject.graph), "CPU", settings)
    request = network.create_infer_request()

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        request.infer({"input_ids": ids, "attention_mask": mask}, share_inputs=True)
        logits: NDArray[np.float32] = request.get_output_tensor(0).data.copy()
        return logits

    return Contender(
        "LATENCY hint, one stream, batches of 32 sorted by length, `tokenizers`",
        in_batches(subject.tokenizer, padded(run)),
    )
