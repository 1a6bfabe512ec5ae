"""Writing an artifact: files, hashes, manifest, card."""

from dataclasses import replace
from pathlib import Path

from model.artifact import CARD, MANIFEST, NETWORK, TOKENIZER, sha256
from model.manifest import Manifest
from training.card import model_card


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
