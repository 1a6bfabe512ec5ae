"""An artifact: the folder a classifier opens."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from model.errors import ArtifactError
from model.manifest import Manifest
from model.pointer import is_pointer, read_pointer
from model.storage import Folder, open_folder

MANIFEST, NETWORK, TOKENIZER, CARD = "manifest.json", "model.onnx", "tokenizer.json", "MODEL_CARD.md"
FILES = (NETWORK, TOKENIZER, CARD)
"""The files whose hashes the manifest holds."""
FOLDER = "artifact"
"""Where it is in `model.tar.gz`."""


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


def open_artifact(address: str | Path, manifest_hash: str = "") -> Artifact:
    """Read an artifact from a folder or from `s3://bucket/prefix`, and check every hash.

    The bytes that were hashed are the bytes that are used: nothing is read twice.

    Parameters
    ----------
    address
        Where it is; of a pointer, the release that it points to is opened.
    manifest_hash
        SHA-256 that its manifest has to have, where that is known.

    Raises
    ------
    ArtifactError
        If a file is missing, or is not the one the manifest was written for.
    """
    address, manifest_hash = _located(address, manifest_hash)
    folder = open_folder(address)
    manifest = read_manifest(address, manifest_hash)
    content = {name: _read_checked(folder, name, manifest, address) for name in FILES}
    return Artifact(manifest, network=content[NETWORK], tokenizer=content[TOKENIZER])


def read_manifest(address: str | Path, manifest_hash: str = "") -> Manifest:
    """Read what is known about an artifact, without its network; the parameters are those of `open_artifact`.

    Raises
    ------
    ArtifactError
        If there is no manifest, or it is not one, or not that of this hash.
    """
    address, manifest_hash = _located(address, manifest_hash)
    content = _read(open_folder(address), MANIFEST, address)
    if manifest_hash and sha256(content) != manifest_hash:
        raise ArtifactError(
            f"manifest.json of {address} has SHA-256 {sha256(content)}, it should have {manifest_hash}"
        )
    return Manifest.from_json(content)


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _located(address: str | Path, manifest_hash: str) -> tuple[str | Path, str]:
    if not is_pointer(address):
        return address, manifest_hash
    pointer = read_pointer(address)
    if manifest_hash not in {"", pointer.manifest}:
        raise ArtifactError(f"{address} points to another manifest than {manifest_hash}")
    return pointer.address, pointer.manifest


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
