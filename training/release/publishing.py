"""Publishing: an artifact into a store, once and whole."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from model.artifact import FILES, MANIFEST, open_artifact, sha256
from training.data.progress import progress_bar
from training.release.claim import CLAIM, Claim, File
from training.release.errors import ReleaseError
from training.release.published import ANSWERS, TARBALL, folder_of
from training.release.store import LARGEST, Store
from training.release.tarball import check_tarball

LEFT = "nothing of it is visible before all of it is there; the same command goes on from where it stopped"


@dataclass(frozen=True)
class Publication:
    """What publishing came to.

    Attributes
    ----------
    claim
        What is published now.
    address
        Where.
    sent
        Files that were written by this call; none if all of it was there already.
    """

    claim: Claim
    address: str
    sent: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.claim.files.values())


def publish(
    artifact: Path,
    store: Store,
    *,
    answers: bytes | None = None,
    tarball: Path | None = None,
    version: str | None = None,
    progress: bool = True,
) -> Publication:
    """Publish an artifact under the name and the version of its manifest.

    The claim is written first, each file by one request that fails where there is one already, the manifest
    last. So of two who publish one version with different content one is told before it has sent anything, two
    who publish the same help each other, and a reader finds all of it or none.

    Parameters
    ----------
    artifact
        Folder of the artifact; its hashes are checked.
    store
        Where to.
    answers
        Content of `answers.json`; that of the artifact's folder, if it has one, unless given.
    tarball
        `model.tar.gz` of this artifact, for an endpoint.
    version
        What the manifest has to say, if that is to be checked.
    progress
        Whether to draw a bar, where a person watches.

    Raises
    ------
    ArtifactError
        If the artifact is not what its manifest says.
    ReleaseError
        If the version is taken or another than was expected, a file is too large, the tarball is of another
        artifact, or S3 says no.
    """
    content = _content_of(artifact, answers, tarball)
    claim = _claim_for(artifact, content, tarball)
    if version and version != claim.version:
        raise ReleaseError(f"{artifact} is version {claim.version}, not {version}: its manifest says so")
    folder = folder_of(claim.name, claim.version)
    address = store.uri(folder)
    there = {key.removeprefix(f"{folder}/") for key in store.listing(folder)}
    if MANIFEST in there and CLAIM not in there:
        raise ReleaseError(f"{address} is taken: there is a release that was put there by hand")
    claim = _stake(store, folder, claim)
    sent = []
    try:
        # The manifest is what makes a release visible.
        names = [*sorted(claim.files.keys() - {MANIFEST}), MANIFEST]
        total = sum(file.size for file in claim.files.values())
        with progress_bar(f"publishing {claim.name} {claim.version}", total, "B", progress=progress) as bar:
            for name in names:
                key, digest = f"{folder}/{name}", claim.files[name].sha256
                if name in there and store.holds(key, digest):
                    bar.update(claim.files[name].size)
                    continue
                if not store.create(key, content[name], digest, bar.update):
                    raise ReleaseError(
                        f"{address}/{name} is there with other content, which nobody published; remove it"
                    )
                sent.append(name)
    except ReleaseError as error:
        raise ReleaseError(f"{error}\n{LEFT}") from None
    return Publication(claim, address, tuple(sent))


def _content_of(artifact: Path, answers: bytes | None, tarball: Path | None) -> dict[str, Path | bytes]:
    content: dict[str, Path | bytes] = {name: artifact / name for name in (*FILES, MANIFEST)}
    if answers is not None:
        content[ANSWERS] = answers
    elif (artifact / ANSWERS).is_file():
        content[ANSWERS] = artifact / ANSWERS
    if tarball:
        content[TARBALL] = tarball
    return content


def _claim_for(artifact: Path, content: Mapping[str, Path | bytes], tarball: Path | None) -> Claim:
    manifest = open_artifact(artifact).manifest
    folder_of(manifest.name, manifest.version)  # what cannot be a key is said before a large file is read
    files = {name: _measured(name, body) for name, body in content.items()}
    if tarball:
        check_tarball(tarball, {name: files[name].sha256 for name in (*FILES, MANIFEST)})
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Claim(manifest.name, manifest.version, now, manifest.code_revision, files)


def _measured(name: str, body: Path | bytes) -> File:
    if isinstance(body, bytes):
        return File(len(body), sha256(body))
    size = body.stat().st_size
    if size > LARGEST:
        raise ReleaseError(
            f"{name} has {size / 1e9:.1f} GB; one request to S3 carries {LARGEST / 1e9:.0f} GB at most"
        )
    with body.open("rb") as file:
        return File(size, hashlib.file_digest(file, "sha256").hexdigest())


def _stake(store: Store, folder: str, claim: Claim) -> Claim:
    """Claim the version, or learn that it is claimed for the same content; return the claim that stands."""
    text = claim.to_json().encode()
    key = f"{folder}/{CLAIM}"
    if store.create(key, text, sha256(text)):
        return claim
    found = store.read(key)
    if found is None:
        raise ReleaseError(f"{store.uri(key)} was removed a moment ago; somebody clears the version away")
    other = Claim.from_json(found.content, store.uri(key))
    if other.digest != claim.digest:
        raise ReleaseError(
            f"{claim.name} {claim.version} is taken since {other.claimed}, by an artifact made at code revision "
            f"{other.code_revision}: {_difference(claim, other)}; a release is never overwritten, so give yours a "
            "version of its own"
        )
    return other


def _difference(ours: Claim, theirs: Claim) -> str:
    both = ours.files.keys() & theirs.files.keys()
    differing = sorted(name for name in both if ours.files[name].sha256 != theirs.files[name].sha256)
    said = [f"{', '.join(differing)} differ from yours"] if differing else []
    said += [f"it has {name}, which yours lacks" for name in sorted(theirs.files.keys() - both)]
    said += [f"it lacks {name}, which yours has" for name in sorted(ours.files.keys() - both)]
    return ", ".join(said)
