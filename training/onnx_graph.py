"""The network as an ONNX graph."""

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from transformers import DistilBertForSequenceClassification as Network

OPSET = 20  # the first with Gelu as one operator


class _Logits(torch.nn.Module):
    """The network as a function of the two tensors that the serving code gives it."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.network(input_ids=input_ids, attention_mask=attention_mask).logits
        return logits


def to_onnx(network: Network) -> onnx.ModelProto:
    """Return a network in evaluation mode as ONNX, in float32.

    Returns
    -------
    onnx.ModelProto
        From `input_ids` and `attention_mask`, int64 of shape (batch, tokens), to `logits`, float32 of shape
        (batch, labels); both dimensions are free.
    """
    module = _Logits(network.eval()).eval()
    ids = torch.ones((2, 8), dtype=torch.long)
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0  # a mask of ones alone would be optimised away
    free = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens")}
    with TemporaryDirectory() as folder, _quiet():
        path = Path(folder) / "model.onnx"
        torch.onnx.export(
            module,
            (ids, mask),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["logits"],
            dynamic_shapes={"input_ids": free, "attention_mask": free},
            opset_version=OPSET,
            dynamo=True,
            external_data=False,
        )
        return _without_traces(onnx.load(path))


def _without_traces(network: onnx.ModelProto) -> onnx.ModelProto:
    """Drop the stack traces that the exporter puts beside each node: they name folders of this machine."""
    graph = network.graph
    for part in (
        network,
        graph,
        *graph.node,
        *graph.input,
        *graph.output,
        *graph.value_info,
        *graph.initializer,
    ):
        del part.metadata_props[:]
        part.doc_string = ""
    return network


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Silence the exporter, which prints its progress and warns of what it does not need (torchvision)."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
