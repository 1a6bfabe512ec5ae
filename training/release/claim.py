"""The claim to a version: what is going to be published under it, said before any of it is there."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from training.release.errors import ReleaseError

CLAIM = "claim.json"


@dataclass(frozen=True)
class File:
    """A file of a release: its size in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Claim:
    """Who is first to write it owns the version; everybody else can tell whether they mean the same.

    Attributes
    ----------
    name, version
        Of the release.
    claimed
        When, in UTC.
    code_revision
        Commit the artifact was made at.
    files
        All that is to be published, by name.
    """

    name: str
    version: str
    claimed: str
    code_revision: str
    files: Mapping[str, File]

    @property
    def digest(self) -> str:
        """SHA-256 over the names and the content of all files, and what they are published as."""
        what = [self.name, self.version, sorted((name, file.sha256) for name, file in self.files.items())]
        return hashlib.sha256(json.dumps(what).encode()).hexdigest()

    def to_json(self) -> str:
        """Return the claim as indented JSON, ending in a newline."""
        return json.dumps({"digest": self.digest, **asdict(self)}, indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: bytes, where: str) -> "Claim":
        """Parse a claim that lies at an address.

        Raises
        ------
        ReleaseError
            If it is not one.
        """
        try:
            content = json.loads(text)
            files = {name: File(file["size"], file["sha256"]) for name, file in content["files"].items()}
            claim = cls(
                content["name"], content["version"], content["claimed"], content["code_revision"], files
            )
            if claim.digest != content["digest"]:
                raise ValueError("its digest is not that of its files")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ReleaseError(f"{where} is damaged: {error!r}") from None
        return claim
