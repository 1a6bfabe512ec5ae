"""The ways to run one trained network that are measured side by side."""

import importlib
from collections.abc import Callable

from benchmarks.contenders import ctranslate, newsdesk, onnx, pytorch, transformers
from benchmarks.contenders.contender import Absent, Contender
from benchmarks.contenders.subject import Subject

__all__ = [
    "OPENERS",
    "OURS",
    "PIPELINES",
    "REFERENCE",
    "Absent",
    "Contender",
    "Opener",
    "Subject",
    "open_contender",
]

Opener = Callable[[Subject], Contender]

OURS = "Newsdesk"
PIPELINES = ("transformers pipeline", "transformers pipeline, batch_size=32")
"""The peer that speed is told relative to: in each column the faster of the two."""
REFERENCE = "torch eager"
"""The trained network itself: the labels that agreement is counted against."""

OPENERS: dict[str, Opener] = {
    OURS: newsdesk.shipped,
    PIPELINES[0]: transformers.pipeline_by_default,
    PIPELINES[1]: transformers.pipeline_in_batches,
    REFERENCE: pytorch.eager,
    "torch.compile bf16": pytorch.compiled,
    "ONNX Runtime fp32": onnx.onnx_runtime,
    "OpenVINO bf16": onnx.openvino,
    "CTranslate2 int8": ctranslate.encoder,
    "the original's way": transformers.original,
}
"""What opens each contender, by its name in the table."""

_NEEDS = {"OpenVINO bf16": "openvino", "CTranslate2 int8": "ctranslate2"}


def open_contender(name: str, opener: Opener, subject: Subject) -> Contender:
    """Open a contender and let it answer once.

    Raises
    ------
    Absent
        If its library is not installed, or cannot run this network on this CPU; the message says which. What is
        compared, and what with, may not be absent: what these raise is not caught.
    """
    library = _NEEDS.get(name)
    try:
        if library:
            importlib.import_module(library)
    except ImportError:
        raise Absent(f"{library} is not installed: `make bench` installs it") from None
    try:
        contender = opener(subject)
        # One and several: a compiler makes a program for each.
        for count in (1, 2):
            contender.probabilities(["A first headline", "A second one that is longer"][:count])
    except Absent:
        raise
    except Exception as error:  # a foreign library may fail in any way, and the others can still be measured
        if name in (OURS, REFERENCE):
            raise
        first_line = next(iter(str(error).splitlines()), "no message")
        raise Absent(f"failed with {type(error).__name__}: {first_line}") from error
    return contender
