"""The model in this process: ONNX Runtime and `tokenizers`, nothing else."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from model.artifact import Artifact, open_artifact
from model.backends.described import Described
from model.batching import SPARE_TOKENS, batches, pad
from model.errors import ArtifactError
from model.headline import normalise, normalise_all
from model.prediction import ModelReference, Prediction
from model.softmax import softmax


class LocalClassifier(Described):
    """A classifier that runs an artifact's ONNX network in this process.

    Headlines of like length make a batch, so that next to no padding is computed; batches run side by side, one
    thread each. Neither changes an answer: a headline's probabilities do not depend on what else is in the list.
    Safe to share between threads.
    """

    def __init__(self, artifact: Artifact, *, threads: int = 0) -> None:
        super().__init__(artifact.manifest)
        self.manifest = artifact.manifest
        self._reference = ModelReference(artifact.manifest.name, artifact.manifest.version, "local")
        self._tokenizer = _tokenizer(artifact)
        self._session = _session(artifact)
        self._masked = len(self._session.get_inputs()) == 2
        self._threads = threads or usable_cpus()
        # It starts no thread before it is used: one headline at a time, as in a Lambda, never needs one.
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="classify")

    @classmethod
    def open(
        cls,
        address: str | Path,
        *,
        threads: int = 0,
        threshold: float | None = None,
        manifest_hash: str = "",
    ) -> Self:
        """Open the artifact at a folder or `s3://` URI.

        Parameters
        ----------
        address
            Where the artifact is.
        threads
            Batches that may run side by side; 0 means one per CPU this process may use.
        threshold
            Of `needs_review`, in place of the artifact's own.
        manifest_hash
            SHA-256 that the artifact's manifest has to have, where that is known.

        Raises
        ------
        ArtifactError
            If the artifact is missing, incomplete, altered, or not a classifier of its labels.
        """
        artifact = open_artifact(address, manifest_hash)
        if threshold is not None:
            artifact = replace(artifact, manifest=replace(artifact.manifest, threshold=threshold))
        return cls(artifact, threads=threads)

    def classify(self, headlines: Sequence[str]) -> list[Prediction]:
        """Classify headlines, answers in the same order.

        Raises
        ------
        HeadlineError
            If one of them is empty once normalised; none is classified then.
        """
        encodings = self._tokenizer.encode_batch_fast(normalise_all(headlines))
        probabilities = softmax(self._logits(encodings), self.manifest.temperature)
        return [
            Prediction.from_probabilities(
                self.labels,
                row,
                threshold=self.manifest.threshold,
                truncated=bool(encoding.overflowing),
                model=self._reference,
            )
            for row, encoding in zip(probabilities.tolist(), encodings, strict=True)
        ]

    def logits(self, headlines: Sequence[str]) -> NDArray[np.float32]:
        """Return the raw outputs of the network, for calibration and for comparing it with its original.

        Returns
        -------
        ndarray of shape (headlines, labels)
            Before temperature and softmax.
        """
        return self._logits(self._tokenizer.encode_batch_fast([normalise(text) for text in headlines]))

    def _logits(self, encodings: Sequence[Encoding]) -> NDArray[np.float32]:
        logits = np.empty((len(encodings), len(self.labels)), dtype=np.float32)

        def run(batch: list[int]) -> None:
            logits[batch] = self._run([encodings[index].ids for index in batch])

        spare = SPARE_TOKENS if self._masked else 0
        alike = batches([len(encoding) for encoding in encodings], spare)
        if len(alike) == 1 or self._threads == 1:
            for batch in alike:
                run(batch)
        else:
            list(self._pool.map(run, alike))
        return logits

    def _run(self, rows: list[list[int]]) -> NDArray[np.float32]:
        ids, mask = pad(rows)
        feeds = {"input_ids": ids, "attention_mask": mask} if self._masked else {"input_ids": ids}
        logits: NDArray[np.float32]
        (logits,) = self._session.run(["logits"], feeds)
        return logits


def usable_cpus() -> int:
    """Return how many CPUs this process may run on."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS or Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tokenizer(artifact: Artifact) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_buffer(artifact.tokenizer)
    except Exception as error:  # the library raises bare Exception
        raise ArtifactError(f"tokenizer.json cannot be read: {error}") from None
    tokenizer.no_padding()
    tokenizer.enable_truncation(artifact.manifest.max_length)
    return tokenizer


def _session(artifact: Artifact) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # batches run side by side instead
    options.inter_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(artifact.network, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # each of ONNX Runtime's error classes derives from Exception alone
        raise ArtifactError(f"model.onnx cannot be run: {error}") from None
    inputs, outputs = (
        [node.name for node in nodes] for nodes in (session.get_inputs(), session.get_outputs())
    )
    if inputs not in (["input_ids"], ["input_ids", "attention_mask"]) or outputs != ["logits"]:
        raise ArtifactError(
            f"model.onnx maps {inputs} to {outputs}, not ['input_ids'], with or without 'attention_mask', "
            "to ['logits']"
        )
    width = session.get_outputs()[0].shape[-1]
    if width != len(artifact.manifest.labels):
        raise ArtifactError(
            f"model.onnx has {width} outputs, its manifest {len(artifact.manifest.labels)} labels"
        )
    return session
