"""A store on this machine: releases of small models, and the pointer of a stage."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from model.artifact import MANIFEST, sha256
from tests.artifacts import MANIFEST_OF_WORDS, make_artifact

WORDS = {"fever": (-2.0, 2.0), "shares": (2.0, -2.0)}
"""Of a release that takes a fever for Health; each word weighs for and against Business and Health."""
TURNED = {"fever": (2.0, -2.0), "shares": (-2.0, 2.0)}
"""Of one that takes it for Business."""


def make_release(store: Path, version: str, words: Mapping[str, Sequence[float]] = WORDS) -> Path:
    """Write a release of the model `words`; return its folder."""
    manifest = replace(MANIFEST_OF_WORDS, version=version)
    return make_artifact(store / "models/words" / version, words, manifest=manifest)


def point(store: Path, version: str, *, manifest: str | None = None, stage: str = "prod") -> Path:
    """Let a stage's pointer name a release, with a hash of your own if you like; return the pointer."""
    found = store / "models/words" / version / MANIFEST
    content = {
        "name": "words",
        "stage": stage,
        "version": version,
        "manifest": manifest or (sha256(found.read_bytes()) if found.exists() else "0" * 64),
        "promoted": "2026-11-23T07:00:00Z",
        "reason": "it is better",
        "history": [],
    }
    pointer = store / f"models/words/stages/{stage}.json"
    pointer.parent.mkdir(parents=True, exist_ok=True)
    pointer.write_text(json.dumps(content), encoding="utf-8")
    return pointer
