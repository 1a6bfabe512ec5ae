"""One of two models that are compared: an artifact in a folder, or a release of a store."""

import json
from dataclasses import dataclass
from pathlib import Path

from model.artifact import FILES, open_artifact, read_manifest
from training.data import open_prepared
from training.release.answers import ReleaseAnswers, answers_of
from training.release.comparison import Side
from training.release.errors import ReleaseError
from training.release.pairing import LEAST, Pair, pair
from training.release.published import ANSWERS, Release


@dataclass(frozen=True)
class Contender:
    """A model that is compared.

    Attributes
    ----------
    side
        What the comparison says of it.
    address
        Where its artifact is.
    release
        It, where it is one of a store.
    """

    side: Side
    address: str
    release: Release | None = None

    @classmethod
    def of(cls, release: Release) -> "Contender":
        """Return a release of a store as a contender."""
        size = sum(release.files[name].size for name in FILES if name in release.files)
        return cls(Side(release.manifest, size), release.address, release)

    @classmethod
    def at(cls, folder: Path) -> "Contender":
        """Return the artifact in a folder as a contender.

        Raises
        ------
        ArtifactError
            If it has no manifest.
        """
        manifest = read_manifest(folder)
        size = sum((folder / name).stat().st_size for name in FILES if (folder / name).is_file())
        return cls(Side(manifest, size), str(folder))

    def published(self) -> ReleaseAnswers | None:
        """Read the answers that it came with; None if it came without.

        Raises
        ------
        ReleaseError
            If they cannot be read.
        """
        if self.release is not None:
            content = self.release.answers()
        else:
            path = Path(self.address) / ANSWERS
            try:
                content = json.loads(path.read_bytes()) if path.is_file() else None
            except ValueError as error:
                raise ReleaseError(f"{path} is not JSON: {error}") from None
        return None if content is None else ReleaseAnswers.from_content(content, f"{self.address}/{ANSWERS}")


def meet(first: Contender, second: Contender, data: Path | None, least: int = LEAST) -> Pair:
    """Return what two models answer to the same headlines.

    Parameters
    ----------
    first, second
        The two.
    data
        Folder of prepared headlines, whose test split both answer now; None takes what they came with.
    least
        Headlines that both must have answered.

    Raises
    ------
    ReleaseError
        If the labels differ, or too few headlines have been answered by both; the message has the way out.
    ArtifactError
        If an artifact cannot be opened.
    DataError, RecipeError
        If the headlines cannot be used.
    """
    if set(first.side.manifest.labels) != set(second.side.manifest.labels):
        ours, theirs = (", ".join(one.side.manifest.labels) for one in (first, second))
        raise ReleaseError(f"{first.side.title} has the labels {ours}, {second.side.title} has {theirs}")
    if data is not None:
        prepared = open_prepared(data)
        stories = prepared.split("test").column("story")
        groups = [row if story is None else story for row, story in enumerate(stories)]
        one, two = (answers_of(open_artifact(contender.address), prepared) for contender in (first, second))
        return pair(one, two, groups if any(stories) else None, least)
    try:
        return pair(_published(first), _published(second), least=least)
    except ReleaseError as error:
        raise ReleaseError(f"{error}; name headlines for both to answer, --data PREPARED") from None


def _published(contender: Contender) -> ReleaseAnswers:
    answers = contender.published()
    if answers is None:
        raise ReleaseError(f"{contender.side.title} came without {ANSWERS}")
    return answers
