"""What AWS says went wrong, in the words of `model.errors`: decided by code, never by message."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from model.errors import BackendError, NotReadyError, RefusedError, SlowError, ThrottledError

KINDS: dict[str, type[BackendError]] = {
    "ModelNotReadyException": NotReadyError,
    "ServiceUnavailable": NotReadyError,
    "ServiceUnavailableException": NotReadyError,
    "ThrottlingException": ThrottledError,
    "ServiceQuotaExceededException": ThrottledError,
    "ModelTimeoutException": SlowError,
}
MODEL_FAILED = ("ModelError", "ModelErrorException")
"""The model itself answered with an error, whose status stands beside the code."""
BY_STATUS: dict[int, type[BackendError]] = {
    408: SlowError,
    429: ThrottledError,
    503: NotReadyError,
    504: SlowError,
}
WORDS: dict[type[BackendError], str] = {
    NotReadyError: "is not ready",
    ThrottledError: "is asked too often",
    SlowError: "did not answer in time",
    RefusedError: "refused the request",
    BackendError: "failed",
}


def code_of(error: Exception) -> str:
    """Return AWS's name for an error; nothing, where AWS was not reached."""
    return str(error.response.get("Error", {}).get("Code", "")) if isinstance(error, ClientError) else ""


def failure_of(error: Exception, what: str) -> BackendError:
    """Return what an exception of botocore means to a caller.

    Parameters
    ----------
    error
        As a client raised it.
    what
        Names what was asked, for the message; neither the request nor AWS's own words are in it.
    """
    if isinstance(error, (ConnectTimeoutError, ReadTimeoutError)):
        return SlowError(f"{what} {WORDS[SlowError]}")
    if not isinstance(error, ClientError):
        return BackendError(f"{what} cannot be reached: {type(error).__name__}")
    response: Mapping[str, Any] = error.response
    code = code_of(error)
    if code in MODEL_FAILED:
        # SageMaker's spelling, and Bedrock's.
        status = int(response.get("OriginalStatusCode") or response.get("originalStatusCode") or 500)
        kind = BY_STATUS.get(status) or (RefusedError if 400 <= status < 500 else BackendError)
        return kind(f"the model behind {what} {WORDS[kind]} ({status})")
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    kind = KINDS.get(code) or BY_STATUS.get(status, BackendError)
    return kind(f"{what} {WORDS[kind]} ({code or status})")
