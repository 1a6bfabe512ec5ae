"""Artifacts to publish: tiny, with answers, and with a card as large as a test wants its upload to be."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from model.artifact import CARD, MANIFEST, sha256
from tests.artifacts import LABELS, MANIFEST_OF_WORDS, make_artifact
from training.release.published import ANSWERS

Run = Callable[..., tuple[int, str]]
"""Carries a command of `training.release` out; returns its exit code and all it printed."""
WORDS = {"shares": (4.0, 0.0), "flu": (0.0, 4.0)}
METRICS = {"test": {"rows": 4, "accuracy": 0.75, "macro_f1": 0.7333, "ece": 0.02}}


def make_release(
    folder: Path,
    version: str = "1.0.0",
    *,
    name: str = "words",
    card: bytes = b"# words\n",
    weight: float = 4.0,
) -> Path:
    """Write an artifact; another `weight` makes another network."""
    manifest = replace(MANIFEST_OF_WORDS, name=name, version=version, metrics=METRICS, code_revision="c0ffee")
    make_artifact(folder, {**WORDS, "flu": (0.0, weight)}, manifest=manifest)
    (folder / CARD).write_bytes(card)
    content = json.loads((folder / MANIFEST).read_text())
    content["files"][CARD] = sha256(card)
    (folder / MANIFEST).write_text(json.dumps(content))
    (folder / ANSWERS).write_text(json.dumps(answers()))
    return folder


def answers(count: int = 40) -> dict[str, Any]:
    """Return what a model without a fault answers to as many headlines, every other one of each label."""
    return {
        "split": "test",
        "fingerprint": "none",
        "labels": list(LABELS),
        "keys": [sha256(f"headline {number}".encode()) for number in range(count)],
        "truth": [number % 2 for number in range(count)],
        "probabilities": [[0.02, 0.98] if number % 2 else [0.98, 0.02] for number in range(count)],
    }


def content_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
