"""Artifacts to publish: tiny, and with a card as large as a test wants its upload to be."""

import json
from dataclasses import replace
from pathlib import Path

from model.artifact import CARD, MANIFEST, sha256
from tests.artifacts import MANIFEST_OF_WORDS, make_artifact

WORDS = {"shares": (4.0, 0.0), "flu": (0.0, 4.0)}
METRICS = {"test": {"rows": 4, "accuracy": 0.75, "macro_f1": 0.7333, "ece": 0.0512}}


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
    return folder


def content_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
