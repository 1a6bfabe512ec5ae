"""Writing an artifact: files, hashes, manifest, card."""

import shutil
from dataclasses import replace
from pathlib import Path

from model.artifact import CARD, MANIFEST, NETWORK, TOKENIZER, sha256
from model.manifest import Manifest
from training.card import model_card, notes_of


def write_artifact(
    folder: Path, manifest: Manifest, network: bytes, tokenizer: bytes, notes: str = ""
) -> Manifest:
    """Write a complete artifact.

    Parameters
    ----------
    folder
        Where to; files of the same names are replaced.
    manifest
        Everything but the hashes, which are computed here.
    network, tokenizer
        Content of `model.onnx` and `tokenizer.json`.
    notes
        Markdown that the card ends with.

    Returns
    -------
    Manifest
        With the hashes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    content = {NETWORK: network, TOKENIZER: tokenizer, CARD: model_card(manifest, notes).encode()}
    for name, data in content.items():
        (folder / name).write_bytes(data)
    manifest = replace(manifest, files={name: sha256(data) for name, data in content.items()})
    (folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    return manifest


def record_metrics(folder: Path, manifest: Manifest) -> None:
    """Give an artifact a manifest with other metrics, and the card that goes with it.

    Network and tokenizer are not touched; card and manifest are complete before they replace the old ones.
    """
    old = (folder / CARD).read_text(encoding="utf-8")
    card = model_card(manifest, notes_of(old))
    manifest = replace(manifest, files={**manifest.files, CARD: sha256(card.encode())})
    drafts = {folder / f"{name}.part": folder / name for name in (CARD, MANIFEST)}
    for draft, content in zip(drafts, (card, manifest.to_json()), strict=True):
        draft.write_bytes(content.encode())
    for draft, path in drafts.items():
        draft.replace(path)


def replace_artifact(folder: Path, candidate: Path) -> None:
    """Move an artifact beside `folder` to it, in place of what is there, which is whole until then."""
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        folder.rename(old)
    candidate.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
