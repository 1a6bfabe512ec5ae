"""Why a job failed, in a sentence or two that SageMaker shows, and without a headline."""

import traceback
from contextlib import suppress
from pathlib import Path

from model.errors import ArtifactError
from training.behaviour import BehaviourError, GateError
from training.data import DataError
from training.recipe import RecipeError
from training.release.errors import ReleaseError

LENGTH = 1024
"""Characters of a reason that SageMaker keeps."""
TELLING = (RecipeError, DataError, BehaviourError, ReleaseError, ArtifactError, OSError)
"""Errors whose messages name settings, files and figures."""


def reason_of(error: Exception) -> str:
    """Return what went wrong; of an error that nobody foresaw only its kind, for its message may hold anything."""
    if isinstance(error, GateError):
        verdict = str(error).splitlines()[-1]
        return f"the model does not behave as its cases want: {verdict}; the report tells which, no model is left"
    if isinstance(error, TELLING):
        return str(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"


def tell(error: Exception, path: Path) -> str:
    """Write the reason of a failure, unless another process was first: this one's may only follow from that.

    Returns
    -------
    str
        The reason.
    """
    reason = reason_of(error)[:LENGTH]
    # Another process was first, or the disk is full: what is raised here would print the error with its message.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(reason)
    return reason
