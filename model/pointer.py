"""A pointer: the small file that says which release a stage serves, so that a promotion is one write."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from model.errors import ArtifactError
from model.storage import Folder, open_folder

_STORE = r"(?:s3://[^/]+/|(?!s3://))(?:.*/)?"
_ADDRESS = re.compile(rf"(?P<releases>{_STORE}models/(?P<name>[^/]+))/stages/(?P<file>[^/]+\.json)")
_VERSION = re.compile(r"(?!stages$)[0-9A-Za-z][0-9A-Za-z._+-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Pointer:
    """What a pointer says.

    Attributes
    ----------
    address
        Of the release: a folder or an `s3://` URI.
    name, version
        Which model, which release of it.
    manifest
        SHA-256 of its `manifest.json`, in hexadecimal.
    """

    address: str
    name: str
    version: str
    manifest: str


def is_pointer(address: str | Path) -> bool:
    """Tell whether an address is that of a pointer: `STORE/models/NAME/stages/STAGE.json`."""
    return _ADDRESS.fullmatch(str(address)) is not None


def read_pointer(address: str | Path) -> Pointer:
    """Read a pointer from a file or from S3.

    Raises
    ------
    ArtifactError
        If there is none, or it is not one.
    """
    match = _match(address)
    try:
        return _parsed(_folder(match).read(match["file"]), match, address)
    except FileNotFoundError:
        raise _absent(address) from None


def read_changed_pointer(address: str | Path, tag: str | None) -> tuple[Pointer, str] | None:
    """Read a pointer and its tag, or nothing where the tag is still `tag`; raises as `read_pointer`."""
    match = _match(address)
    try:
        found = _folder(match).read_changed(match["file"], tag)
    except FileNotFoundError:
        raise _absent(address) from None
    return None if found is None else (_parsed(found[0], match, address), found[1])


def _folder(match: re.Match[str]) -> Folder:
    return open_folder(f"{match['releases']}/stages")


def _absent(address: str | Path) -> ArtifactError:
    return ArtifactError(f"there is no pointer {address}; a promotion writes it")


def _match(address: str | Path) -> re.Match[str]:
    match = _ADDRESS.fullmatch(str(address))
    if match is None:
        raise ArtifactError(f"{address} is not STORE/models/NAME/stages/STAGE.json")
    return match


def _parsed(content: bytes, match: re.Match[str], address: str | Path) -> Pointer:
    try:
        said = json.loads(content)
        name, version, manifest = said["name"], said["version"], said["manifest"]
    except (ValueError, KeyError, TypeError):
        raise ArtifactError(f"{address} is not a pointer: it lacks name, version or manifest") from None
    if name != match["name"]:
        raise ArtifactError(f"{address} points to {name!r}, which is another model")
    # It becomes part of an address, and must not lead out of the model's folder.
    if not (isinstance(version, str) and _VERSION.fullmatch(version)):
        raise ArtifactError(f"{address} points to {version!r}, which is no version")
    if not (isinstance(manifest, str) and _SHA256.fullmatch(manifest)):
        raise ArtifactError(f"{address} has no SHA-256 of a manifest, but {manifest!r}")
    return Pointer(f"{match['releases']}/{version}", name, version, manifest)
