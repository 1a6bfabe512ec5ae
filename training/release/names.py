"""What models, versions and stages may be called: each is a part of an S3 key, and often of a shell command."""

import re

from training.release.errors import ReleaseError

STAGES = "stages"
"""The folder of the pointers, beside those of the versions."""

NO_STAGES = ("answers", "claim", "manifest", "tokenizer")
"""Their pointers would be called as files of a release are, which the bucket lets nobody write a second time."""

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SEMANTIC = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?")


def check_name(kind: str, text: str) -> str:
    """Return what a model, a version or a stage is called, once it is known that it may be.

    Parameters
    ----------
    kind
        What the message calls it: `name`, `version` or `stage`.
    text
        Letters, digits, dots, hyphens and underscores: 64 at most, a letter or a digit first.

    Raises
    ------
    ReleaseError
        If it is anything else, a version is called as the folder of the pointers is, or a stage as a file of a
        release.
    """
    if not _PLAIN.fullmatch(text):
        raise ReleaseError(
            f"{kind} {text!r} cannot be used: only letters, digits, '.', '-' and '_', at most 64 of them, and a "
            "letter or a digit first"
        )
    if kind == "version" and text == STAGES:
        raise ReleaseError(f"version {text!r} cannot be used: the pointers of the stages are kept there")
    if kind == "stage" and text in NO_STAGES:
        raise ReleaseError(f"stage {text!r} cannot be used: {text}.json is a file of a release")
    return text


def is_semantic(version: str) -> bool:
    """Return whether a version is MAJOR.MINOR.PATCH, or that with a pre-release behind a hyphen."""
    return bool(_SEMANTIC.fullmatch(version))


def precedence(version: str) -> tuple[object, ...]:
    """Return a key that sorts versions from old to new, by semver.org; others come first, by the alphabet."""
    found = _SEMANTIC.fullmatch(version)
    if not found:
        return (0, version)
    *numbers, label = found.groups()
    identifiers = tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in (label or "").split(".") if part
    )
    return (1, *map(int, numbers), label is None, identifiers)
