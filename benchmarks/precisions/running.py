"""Running a graph in one thread."""

import contextlib
import io
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from benchmarks.contenders.contender import Contender, Probabilities
from model.batching import batches, pad
from model.softmax import softmax
from training.encoding import encode

Ids = NDArray[np.int64]
Logits = NDArray[np.float32]


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


def in_company(content: bytes, tokenizer: Tokenizer, setting: str) -> Variant:
    """Return a graph that is run on batches as `LocalClassifier` makes them."""
    return Variant(Contender(setting, answering(tokenizer, _run(open_session(content)))), len(content))


def alone(content: bytes, tokenizer: Tokenizer, setting: str) -> Variant:
    """Return a graph that is run on one headline at a time."""
    run = _run(open_session(content))

    def one_by_one(ids: Ids, mask: Ids) -> Logits:
        rows = [slice(index, index + 1) for index in range(len(ids))]
        return np.concatenate(
            [run(ids[row, : mask[row].sum()], mask[row, : mask[row].sum()]) for row in rows]
        )

    how = f"{setting}; one headline at a time"
    return Variant(Contender(how, answering(tokenizer, one_by_one)), len(content))


def answering(tokenizer: Tokenizer, run: Callable[[Ids, Ids], Logits]) -> Probabilities:
    """Return a function that answers any list of headlines through a network that takes a padded batch."""

    def probabilities(headlines: Sequence[str]) -> NDArray[np.floating]:
        rows = encode(tokenizer, headlines)
        found: dict[int, NDArray[np.float32]] = {}
        for batch in batches([len(row) for row in rows]):
            found.update(zip(batch, run(*pad([rows[index] for index in batch])), strict=True))
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


def _run(session: onnxruntime.InferenceSession) -> Callable[[Ids, Ids], Logits]:
    def run(ids: Ids, mask: Ids) -> Logits:
        logits: Logits = session.run(["logits"], {"input_ids": ids, "attention_mask": mask})[0]
        return logits

    return run
