"""What an artifact answers to labelled headlines, through the engine that serves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.artifact import Artifact
from model.backends.local import LocalClassifier
from model.prediction import DECIMALS
from model.softmax import softmax
from training.data import Prepared
from training.data.key import headline_key
from training.labelled_file import read_labelled
from training.recipe import RecipeError
from training.report import Answers

CHUNK = 512
"""Headlines between two moves of the progress bar."""


@dataclass(frozen=True)
class Measurement:
    """What an artifact answered.

    Attributes
    ----------
    answers
        On the split first, then on each further file.
    uncalibrated : ndarray of shape (rows, labels)
        Probabilities on the split at temperature 1.
    seen
        By name of a further file, how many of its rows were left out, because training or validation has their
        headline.
    """

    answers: list[Answers]
    uncalibrated: NDArray[np.floating[Any]]
    seen: dict[str, int]


def measure(artifact: Artifact, prepared: Prepared, split: str, also: Mapping[str, Path]) -> Measurement:
    """Let an artifact answer.

    Parameters
    ----------
    artifact
        Opened.
    prepared
        Headlines with the artifact's labels.
    split
        Which of its splits.
    also
        Further labelled files, by the name they get.

    Raises
    ------
    RecipeError
        If the split has no rows, or a further file its name.
    DataError
        If a file cannot be used.
    """
    if split in also:
        raise RecipeError(f"--also {split}={also[split]}: {split!r} is the name of the split; choose another")
    measured, seen = {split: prepared.split(split)}, {}
    if not measured[split].texts:
        raise RecipeError(f"{prepared.path} has not a single headline in {split}")
    if also:
        known = {headline_key(text) for name in ("train", "valid") for text in prepared.split(name).texts}
        for name, path in also.items():
            measured[name], seen[name] = read_labelled(path, prepared.labels, known)
    classifier = LocalClassifier(artifact)
    logits = {name: _logits(classifier, name, rows.texts) for name, rows in measured.items()}
    temperature = artifact.manifest.temperature
    answers = [
        # To the digits that are served, so that the threshold parts the same headlines.
        Answers(name, rows, prepared.labels, np.round(softmax(logits[name], temperature), DECIMALS))
        for name, rows in measured.items()
    ]
    return Measurement(answers, softmax(logits[split]), seen)


def _logits(classifier: LocalClassifier, name: str, texts: Sequence[str]) -> NDArray[np.float32]:
    found = []
    with tqdm(total=len(texts), desc=name, unit=" headlines") as progress:
        for start in range(0, len(texts), CHUNK):
            found.append(classifier.logits(texts[start : start + CHUNK]))
            progress.update(len(found[-1]))
    return np.concatenate(found)
