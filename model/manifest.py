"""The manifest of an artifact: what the model is, where it came from, and the hash of each of its files."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from model.description import Description
from model.errors import ArtifactError


@dataclass(frozen=True)
class Manifest(Description):
    """Everything the code and a reader need to know about an artifact, beside what is known about any model.

    Attributes
    ----------
    architecture
        Shape of the network: layers, dimension, heads, hidden dimension, vocabulary.
    max_length
        Tokens the model reads, the two special ones included; the rest of a headline is cut.
    temperature
        Divisor of the logits before the softmax (Guo et al. 2017, "On Calibration of Modern Neural
        Networks").
    quantisation
        How the weights are stored.
    metrics
        Figures by split, as the evaluation wrote them.
    data
        Fingerprint and size of the training data.
    seed
        Seed of the training run.
    code_revision
        Commit the artifact was made at.
    files
        SHA-256 of every other file of the artifact, in hexadecimal, by file name.
    """

    architecture: Mapping[str, Any]
    max_length: int
    temperature: float
    quantisation: str
    metrics: Mapping[str, Mapping[str, Any]]
    data: Mapping[str, Any]
    seed: int
    code_revision: str
    files: Mapping[str, str]

    def to_json(self) -> str:
        """Return the manifest as indented JSON, ending in a newline."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> "Manifest":
        """Parse and check a manifest.

        Raises
        ------
        ArtifactError
            If it is not JSON, lacks a field, or holds a value no model can have; the message names both.
        """
        try:
            content = json.loads(text)
        except ValueError as error:
            raise ArtifactError(f"manifest.json is not JSON: {error}") from None
        if not isinstance(content, dict):
            raise ArtifactError(f"manifest.json holds a {type(content).__name__}, not an object")
        missing = [field.name for field in fields(cls) if field.name not in content]
        if missing:
            raise ArtifactError(f"manifest.json lacks {', '.join(missing)}")
        labels = content["labels"]
        if not (isinstance(labels, list) and all(isinstance(label, str) for label in labels)):
            raise ArtifactError(f"manifest.json: labels {labels!r} is not a list of names")
        content["labels"] = tuple(labels)
        manifest = cls(**{field.name: content[field.name] for field in fields(cls)})
        manifest._check()
        return manifest

    def _check(self) -> None:
        if len(self.labels) < 2 or len(set(self.labels)) != len(self.labels) or not all(self.labels):
            raise ArtifactError(
                f"manifest.json: labels {list(self.labels)} are not two or more distinct names"
            )
        if not (isinstance(self.temperature, (int, float)) and 0 < self.temperature < math.inf):
            raise ArtifactError(f"manifest.json: temperature {self.temperature!r} is not a positive number")
        if not (isinstance(self.threshold, (int, float)) and 0 <= self.threshold <= 1):
            raise ArtifactError(f"manifest.json: threshold {self.threshold!r} is not between 0 and 1")
        if not (isinstance(self.max_length, int) and self.max_length >= 3):
            raise ArtifactError(f"manifest.json: max_length {self.max_length!r} is not at least 3 tokens")
