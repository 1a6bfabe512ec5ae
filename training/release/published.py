"""What is in a store: releases whose manifest is there, and the versions that are only claimed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from model.artifact import MANIFEST, sha256
from model.errors import ArtifactError
from model.manifest import Manifest
from training.release.claim import CLAIM, Claim, File
from training.release.errors import ReleaseError
from training.release.names import STAGES, check_name, precedence
from training.release.store import MODELS, Store

ANSWERS, TARBALL = "answers.json", "model.tar.gz"


@dataclass(frozen=True)
class Release:
    """A release that is in a store, whole.

    Attributes
    ----------
    name, version
        What it is published under.
    address
        Its folder, as `s3://bucket/models/NAME/VERSION`; a classifier opens it.
    manifest
        Its manifest.
    digest
        SHA-256 of its `manifest.json`, in hexadecimal: the content of a release is known by it.
    files
        Size and hash of each of its files but the manifest itself, by name.
    published
        When its manifest was written, in UTC.
    """

    name: str
    version: str
    address: str
    manifest: Manifest
    digest: str
    files: Mapping[str, File]
    published: datetime
    store: Store = field(repr=False, compare=False)

    def key(self, file: str) -> str:
        """Return the key of one of its files, below the store."""
        return f"{folder_of(self.name, self.version)}/{file}"

    def answers(self) -> dict[str, Any] | None:
        """Read what the model answered on each row of its test split; None if the release does not say.

        Raises
        ------
        ReleaseError
            If the file is not the one that was published, or cannot be read.
        """
        if ANSWERS not in self.files:
            return None
        found = self.store.read(self.key(ANSWERS))
        if found is None or sha256(found.content) != self.files[ANSWERS].sha256:
            raise ReleaseError(f"{self.address}/{ANSWERS} is not the file that was published")
        answers: dict[str, Any] = json.loads(found.content)
        return answers


@dataclass(frozen=True)
class Contents:
    """What a listing of a store tells, without any file having been read.

    Attributes
    ----------
    published
        Versions by name, newest version first.
    unfinished
        Name, version and when it was claimed, of what has a claim and no manifest.
    stages
        Name and stage of every pointer.
    """

    published: Mapping[str, list[str]]
    unfinished: list[tuple[str, str, datetime]]
    stages: list[tuple[str, str]]


def folder_of(name: str, version: str) -> str:
    """Return the folder of a release, below the store."""
    return f"{MODELS}/{check_name('name', name)}/{check_name('version', version)}"


def contents_of(store: Store, name: str | None = None) -> Contents:
    """Return what is in a store, of one model or of all.

    Raises
    ------
    ReleaseError
        If S3 says no, or does not answer.
    """
    folder = f"{MODELS}/{check_name('name', name)}" if name else MODELS
    objects = {tuple(key.split("/")[1:]): listed for key, listed in store.listing(folder).items()}
    published: dict[str, list[str]] = {}
    unfinished, stages = [], []
    for path, listed in objects.items():
        match path:
            case (model, version, "manifest.json") if version != STAGES:
                published.setdefault(model, []).append(version)
            case (model, version, "claim.json") if (model, version, MANIFEST) not in objects:
                unfinished.append((model, version, listed.modified))
            case (model, "stages", file) if file.endswith(".json"):
                stages.append((model, file.removesuffix(".json")))
    newest_first = {
        model: sorted(versions, key=precedence, reverse=True) for model, versions in sorted(published.items())
    }
    return Contents(newest_first, sorted(unfinished), sorted(stages))


def open_release(store: Store, name: str, version: str) -> Release:
    """Read what is known about a release; its files are read when they are asked for.

    A release that was put there by hand, without a claim, has the files its manifest names.

    Raises
    ------
    ReleaseError
        If there is no such release, only a part of one, or its manifest is not what was claimed.
    """
    folder = folder_of(name, version)
    address = store.uri(folder)
    listed = {key.removeprefix(f"{folder}/"): one for key, one in store.listing(folder).items()}
    manifest = store.read(f"{folder}/{MANIFEST}") if MANIFEST in listed else None
    claimed = store.read(f"{folder}/{CLAIM}")
    claim = Claim.from_json(claimed.content, f"{address}/{CLAIM}") if claimed else None
    if manifest is None:
        raise ReleaseError(_missing(store, name, version, claim))
    try:
        content = Manifest.from_json(manifest.content)
    except ArtifactError as error:
        raise ReleaseError(f"{address}: {error}") from None
    digest = sha256(manifest.content)
    files = dict(claim.files) if claim else _files_of(content, listed)
    if claim and files.pop(MANIFEST, File(0, "")).sha256 != digest:
        raise ReleaseError(f"{address}/{MANIFEST} is not the file that was published")
    if (content.name, content.version) != (name, version):
        raise ReleaseError(f"{address} holds {content.name} {content.version}: it was copied there")
    return Release(name, version, address, content, digest, files, listed[MANIFEST].modified, store)


def open_releases(store: Store, contents: Contents) -> Iterable[Release]:
    """Open all that is published, in the order of the listing."""
    for name, versions in contents.published.items():
        for version in versions:
            yield open_release(store, name, version)


def _files_of(manifest: Manifest, listed: Mapping[str, Any]) -> dict[str, File]:
    return {
        name: File(listed[name].size if name in listed else 0, digest)
        for name, digest in manifest.files.items()
    }


def _missing(store: Store, name: str, version: str, claim: Claim | None) -> str:
    if claim:
        return (
            f"{name} {version} is not published: it was begun at {claim.claimed}, and its manifest, which is "
            "written last, is not there; publish the same artifact again to finish it"
        )
    there = contents_of(store, name).published.get(name, [])
    known = f"there are {', '.join(there)}" if there else f"there is no release of {name}"
    return f"{store.uri()} has no {name} {version}; {known}"
