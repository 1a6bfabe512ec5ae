"""A model's answers, each text asked once."""

from collections.abc import Sequence
from typing import Never

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.backends.local import LocalClassifier
from model.prediction import Prediction

CHUNK = 128
"""Headlines between two moves of the progress bar."""


class Answers:
    """The answers of a classifier; what was asked before is remembered."""

    def __init__(self, classifier: LocalClassifier, progress: "tqdm[Never]") -> None:
        self.classifier = classifier
        self._progress = progress
        self._known: dict[str, Prediction] = {}

    def __call__(self, texts: Sequence[str]) -> list[Prediction]:
        """Return the predictions for texts, in their order."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(new), CHUNK):
            chunk = new[start : start + CHUNK]
            self._known.update(zip(chunk, self.classifier.classify(chunk), strict=True))
            self._progress.update(len(chunk))
        return [self._known[text] for text in texts]

    def logits(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the raw outputs, of shape (texts, labels)."""
        rows = [np.empty((0, len(self.classifier.labels)), dtype=np.float32)]
        for start in range(0, len(texts), CHUNK):
            rows.append(self.classifier.logits(texts[start : start + CHUNK]))
            self._progress.update(len(rows[-1]))
        return np.concatenate(rows)
