"""An artifact: the folder a classifier opens."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from model.errors import ArtifactError
from model.manifest import Manifest
from model.storage import Folder, open_folder

MANIFEST, NETWORK, TOKENIZER, CARD = "manifest.json", "model.onnx", "tokenizer.json", "MODEL_CARD.md"
FILES = (NETWORK, TOKENIZER, CARD)
"""The files whose hashes the manifest holds."""


@dataclass(frozen=True)
class Artifact:
    """An opened artifact whose files are known to be what the manifest says.

    Attributes
    ----------
    manifest
        The parsed manifest.
    network
        Content of `model.onnx`.
    tokenizer
        Content of `tokenizer.json`.
    """

    manifest: Manifest
    network: bytes
    tokenizer: bytes


def open_artifact(address: str | Path) -> Artifact:
    """Read an artifact from a folder or from `s3://bucket/prefix`, and check every hash.

    The bytes that were hashed are the bytes that are used: nothing is read twice.

    Raises
    ------
    ArtifactError
        If a file is missing, or is not the one the manifest was written for.
    """
    folder = open_folder(address)
    manifest = read_manifest(address)
    content = {name: _read_checked(folder, name, manifest, address) for name in FILES}
    return Artifact(manifest, network=content[NETWORK], tokenizer=content[TOKENIZER])


def read_manifest(address: str | Path) -> Manifest:
    """Read what is known about an artifact, without its network.

    Raises
    ------
    ArtifactError
        If there is no manifest, or it is not one.
    """
    return Manifest.from_json(_read(open_folder(address), MANIFEST, address))


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _read(folder: Folder, name: str, address: str | Path) -> bytes:
    try:
        return folder.read(name)
    except FileNotFoundError:
        raise ArtifactError(f"the artifact {address} has no {name}") from None


def _read_checked(folder: Folder, name: str, manifest: Manifest, address: str | Path) -> bytes:
    expected = manifest.files.get(name)
    if expected is None:
        raise ArtifactError(f"the manifest of {address} has no hash for {name}")
    content = _read(folder, name, address)
    if sha256(content) != expected:
        raise ArtifactError(
            f"{name} of {address} has SHA-256 {sha256(content)}, its manifest says {expected}"
        )
    return content
