"""Running a graph in one thread, on batches made in one of three ways."""

import contextlib
import io
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from benchmarks.contenders.batching import BATCH_SIZE, Run, in_batches, padded
from benchmarks.contenders.contender import Contender, Probabilities
from model.softmax import softmax


@dataclass(frozen=True)
class Variant:
    """A precision, and how it is run.

    Attributes
    ----------
    contender
        What answers.
    bytes
        Size of the file that is shipped.
    """

    contender: Contender
    bytes: int


def padded_batches(content: bytes, tokenizer: Tokenizer, setting: str) -> Variant:
    """Return a graph with a mask, run on headlines of like length."""
    session = open_session(content)

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        logits: NDArray[np.float32] = session.run(["logits"], {"input_ids": ids, "attention_mask": mask})[0]
        return logits

    how = f"{setting}; padded batches of {BATCH_SIZE}, sorted by length"
    return Variant(Contender(how, in_batches(tokenizer, padded(run))), len(content))


def alike(content: bytes, tokenizer: Tokenizer, setting: str) -> Variant:
    """Return a graph without a mask, run on headlines of equal length."""
    probabilities = of_equal_length(tokenizer, _run(open_session(content)))
    return Variant(Contender(f"{setting}; batches of equal length", probabilities), len(content))


def alone(content: bytes, tokenizer: Tokenizer, setting: str) -> Variant:
    """Return a graph without a mask, run on one headline at a time."""
    probabilities = of_equal_length(tokenizer, _run(open_session(content)), most=1)
    return Variant(Contender(f"{setting}; one headline at a time", probabilities), len(content))


def of_equal_length(tokenizer: Tokenizer, run: Run, most: int = BATCH_SIZE) -> Probabilities:
    """Return a function that answers any list of headlines, in batches in which all have as many tokens."""

    def probabilities(headlines: Sequence[str]) -> NDArray[np.floating]:
        rows = [encoding.ids for encoding in tokenizer.encode_batch_fast(list(headlines))]
        by_length: dict[int, list[int]] = {}
        for index, row in enumerate(rows):
            by_length.setdefault(len(row), []).append(index)
        found: dict[int, NDArray[np.float32]] = {}
        for indices in by_length.values():
            for start in range(0, len(indices), most):
                batch = indices[start : start + most]
                found.update(zip(batch, run([rows[index] for index in batch]), strict=True))
        return softmax(np.stack([found[index] for index in range(len(rows))]))

    return probabilities


def open_session(content: bytes) -> onnxruntime.InferenceSession:
    """Open a graph in one thread, with every optimisation."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Silence ONNX Runtime's quantisation tools, which advise on the root logger."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        logging.disable(before)


def _run(session: onnxruntime.InferenceSession) -> Callable[[list[list[int]]], NDArray[np.float32]]:
    def run(rows: list[list[int]]) -> NDArray[np.float32]:
        logits: NDArray[np.float32] = session.run(["logits"], {"input_ids": np.array(rows)})[0]
        return logits

    return run
