"""`answers.json` of a release: what the model answered on each row of its test split, without the text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.artifact import Artifact
from model.headline import headline_hash, normalise
from model.prediction import DECIMALS, is_below
from training.data import Prepared
from training.release.errors import ReleaseError

FIELDS = ("split", "fingerprint", "labels", "keys", "truth", "probabilities")


@dataclass(frozen=True)
class ReleaseAnswers:
    """What a model answered on labelled headlines, of which only hashes are kept.

    Attributes
    ----------
    split
        Of the data.
    fingerprint
        Of the data; see `training.data.fingerprint`.
    labels
        Label names in the model's order.
    keys
        Of each headline, `key_of`.
    truth
        Index of its true label.
    probabilities : ndarray of shape (rows, labels)
        As they are served.
    """

    split: str
    fingerprint: str
    labels: tuple[str, ...]
    keys: tuple[str, ...]
    truth: NDArray[np.intp]
    probabilities: NDArray[np.floating[Any]]

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def predicted(self) -> NDArray[np.intp]:
        """Index of the label with the highest probability."""
        highest: NDArray[np.intp] = self.probabilities.argmax(axis=1)
        return highest

    def unsure(self, threshold: float) -> NDArray[np.bool_]:
        """Return for each headline whether it needs review."""
        highest = self.probabilities.max(axis=1).tolist()
        return np.array([is_below(confidence, threshold) for confidence in highest], dtype=np.bool_)

    def to_json(self) -> bytes:
        """Return the content of `answers.json`."""
        content = {
            "split": self.split,
            "fingerprint": self.fingerprint,
            "labels": list(self.labels),
            "keys": list(self.keys),
            "truth": self.truth.tolist(),
            "probabilities": np.round(self.probabilities.astype(np.float64), DECIMALS).tolist(),
        }
        return f"{json.dumps(content, ensure_ascii=False)}\n".encode()

    @classmethod
    def from_content(cls, content: Mapping[str, Any], where: str) -> "ReleaseAnswers":
        """Read the parsed content of `answers.json`.

        Parameters
        ----------
        content
            Of the file.
        where
            It stands, for the message.

        Raises
        ------
        ReleaseError
            If it is not what `to_json` writes.
        """
        try:
            split, fingerprint, labels, keys, truth, probabilities = (content[name] for name in FIELDS)
            found = cls(
                split,
                fingerprint,
                tuple(labels),
                tuple(keys),
                np.asarray(truth, dtype=np.intp),
                np.asarray(probabilities, dtype=np.float64),
            )
            fits = (
                found.truth.shape == (len(keys),)
                and found.probabilities.shape == (len(keys), len(labels))
                and bool(np.all((found.truth >= 0) & (found.truth < len(labels))))
            )
        except (KeyError, TypeError, ValueError, OverflowError):
            fits = False
        if not fits:
            raise ReleaseError(f"{where} does not hold answers: publish the release again, with --data")
        return found


def key_of(headline: str) -> str:
    """Return what a headline is known by where its text is not kept: the SHA-256 of what a model reads of it."""
    return headline_hash(normalise(headline))


def answers_of(artifact: Artifact, prepared: Prepared, split: str = "test") -> ReleaseAnswers:
    """Let an artifact answer a split of prepared headlines, by the engine that serves it.

    Raises
    ------
    ReleaseError
        If the headlines carry other labels than the artifact.
    RecipeError
        If the split has no rows.
    DataError
        If its file cannot be used.
    """
    # Only here: it is slow to import, and most commands do without.
    from training.measurement import measure

    labels = artifact.manifest.labels
    if prepared.labels != labels:
        theirs, ours = ", ".join(prepared.labels), ", ".join(labels)
        raise ReleaseError(f"{prepared.path} is labelled {theirs}; {artifact.manifest.name} has {ours}")
    (answers,) = measure(artifact, prepared, split, {}).answers
    return ReleaseAnswers(
        split,
        prepared.fingerprint,
        labels,
        tuple(key_of(text) for text in answers.split.texts),
        answers.truth,
        answers.probabilities,
    )
