"""Answers of models that never were, and releases that came with them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from model.artifact import FILES, sha256
from tests.artifacts import LABELS, MANIFEST_OF_WORDS
from training.release.answers import ReleaseAnswers, key_of
from training.release.claim import File
from training.release.published import ANSWERS, Release
from training.release.store import Found, Store


def answers(
    right: Sequence[bool],
    *,
    confidence: float = 0.9,
    labels: Sequence[str] = LABELS,
    first: int = 0,
) -> ReleaseAnswers:
    """Return the answers to as many headlines as `right` tells about, numbered from `first`.

    The truth alternates between the first two labels.
    """
    numbers = range(first, first + len(right))
    truth = [number % 2 for number in numbers]
    probabilities = np.full((len(right), len(labels)), (1 - confidence) / (len(labels) - 1))
    for row, (true, is_right) in enumerate(zip(truth, right, strict=True)):
        probabilities[row, true if is_right else 1 - true] = confidence
    keys = tuple(key_of(f"headline {number}") for number in numbers)
    return ReleaseAnswers(
        "test", "data", tuple(labels), keys, np.asarray(truth, dtype=np.intp), probabilities
    )


class Memory(Store):
    """A store of one release's answers, which nobody has to serve."""

    def __init__(self, content: bytes) -> None:
        super().__init__("s3://releases")
        self._content = content

    def read(self, key: str) -> Found | None:
        return Found(self._content, "etag") if key.endswith(f"/{ANSWERS}") else None


def release(
    version: str,
    found: ReleaseAnswers | None,
    *,
    labels: Sequence[str] = LABELS,
    metrics: Mapping[str, Mapping[str, Any]] | None = None,
    address: Path | None = None,
) -> Release:
    """Return a release that came with these answers, or without any; each of its files has 1 MB."""
    manifest = replace(MANIFEST_OF_WORDS, version=version, labels=tuple(labels), metrics=metrics or {})
    content = found.to_json() if found else b""
    files = {name: File(1_000_000, "") for name in FILES}
    if found:
        files[ANSWERS] = File(len(content), sha256(content))
    place = str(address or f"s3://releases/models/words/{version}")
    digest = sha256(manifest.to_json().encode())
    return Release("words", version, place, manifest, digest, files, datetime.now(UTC), Memory(content))
