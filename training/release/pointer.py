"""The pointer of a stage: which release it serves, and which ones it served before."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from training.release.errors import ReleaseError
from training.release.names import STAGES, check_name
from training.release.published import Release
from training.release.store import MODELS, Store

KEPT = 50
"""Steps that a pointer remembers."""
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Step:
    """A release that a stage was given.

    Attributes
    ----------
    version
        Of the release.
    manifest
        SHA-256 of its manifest, in hexadecimal.
    promoted
        When, in UTC.
    reason
        Why, in the words of who did it.
    rolled_back
        Whether it was by going back to it.
    forced
        What the gates said against it.
    """

    version: str
    manifest: str
    promoted: str
    reason: str = ""
    rolled_back: bool = False
    forced: tuple[str, ...] = ()

    @classmethod
    def to(
        cls, release: Release, reason: str, *, rolled_back: bool = False, forced: tuple[str, ...] = ()
    ) -> "Step":
        """Return the step to a release, taken now."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return cls(release.version, release.digest, now, reason, rolled_back, forced)

    def content(self) -> dict[str, Any]:
        """Return what is kept of it: that something is not so is not."""
        always = {"version", "manifest", "promoted"}
        return {key: value for key, value in asdict(self).items() if value or key in always}

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> "Step":
        """Read a step; what it lacks or has too much is a KeyError, a ValueError or a TypeError."""
        version, manifest = check_name("version", content["version"]), content["manifest"]
        if not _HASH.fullmatch(manifest):
            raise ValueError(f"manifest {manifest!r} is no SHA-256")
        return cls(
            version,
            manifest,
            str(content["promoted"]),
            str(content.get("reason", "")),
            bool(content.get("rolled_back")),
            tuple(content.get("forced", ())),
        )


@dataclass(frozen=True)
class Pointer:
    """Where a stage stands.

    Attributes
    ----------
    name, stage
        Of the model and of the stage.
    step
        What it was given last.
    history
        What it was given before, newest first.
    etag
        Tag of the object, by which another change of it shows.
    """

    name: str
    stage: str
    step: Step
    history: tuple[Step, ...]
    etag: str

    @property
    def behind(self) -> tuple[Step, ...]:
        """What rollbacks go back through, nearest first: promotions that were not gone back from themselves."""
        standing: list[Step] = []
        for step in reversed((self.step, *self.history)):
            if step.rolled_back and step.version in [one.version for one in standing]:
                while standing[-1].version != step.version:
                    standing.pop()
            else:
                standing.append(step)
        return tuple(reversed(standing[:-1]))


def key_of(name: str, stage: str) -> str:
    """Return the key of a pointer, below the store."""
    return f"{MODELS}/{check_name('name', name)}/{STAGES}/{check_name('stage', stage)}.json"


def read_pointer(store: Store, name: str, stage: str) -> Pointer | None:
    """Return where a stage stands; None if nothing was ever promoted to it.

    Raises
    ------
    ReleaseError
        If it cannot be read, or is not a pointer.
    """
    key = key_of(name, stage)
    found = store.read(key)
    if found is None:
        return None
    try:
        content = json.loads(found.content)
        if (content["name"], content["stage"]) != (name, stage):
            raise ValueError(f"it is that of {content['name']}, {content['stage']}")
        history = tuple(Step.from_content(step) for step in content.get("history", ()))
        return Pointer(name, stage, Step.from_content(content), history, found.etag)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(f"{store.uri(key)} is damaged: {error}") from None


def move(store: Store, name: str, stage: str, was: Pointer | None, step: Step) -> None:
    """Take a step, if the stage still stands where it stood.

    Parameters
    ----------
    store
        That holds the pointer.
    name, stage
        Whose pointer.
    was
        What was read of it before the step was decided.
    step
        To take.

    Raises
    ------
    ReleaseError
        If somebody else moved it meanwhile, who is not overwritten; or if S3 says no.
    """
    history = [one.content() for one in ((was.step, *was.history) if was else ())][:KEPT]
    content = {"name": name, "stage": stage, **step.content(), "reason": step.reason, "history": history}
    text = (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
    if store.swap(key_of(name, stage), text, was.etag if was else None):
        return
    now = read_pointer(store, name, stage)
    stands = f"it is {now.step.version} since {now.step.promoted}" if now else "it is gone"
    raise ReleaseError(
        f"somebody else moved {stage} of {name} at the same time: {stands}; nothing was changed by this command"
    )
