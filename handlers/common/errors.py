"""What can go wrong between a request and its answer, and the one envelope that says so.

Neither pydantic nor Powertools' router is imported here, for a request that is plainly right needs neither.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any, Literal

from model import BackendError, HeadlineError, NotReadyError, RefusedError, SlowError, ThrottledError

Code = Literal[
    "invalid_request",
    "not_found",
    "conflict",
    "payload_too_large",
    "unsupported_media_type",
    "internal_error",
    "model_failed",
    "store_failed",
    "not_ready",
    "throttled",
    "timeout",
]

RETRY_AFTER = 5
"""Seconds after which a model that was not ready may be."""

STATUS: dict[Code, HTTPStatus] = {
    "invalid_request": HTTPStatus.BAD_REQUEST,
    "not_found": HTTPStatus.NOT_FOUND,
    "conflict": HTTPStatus.CONFLICT,
    "payload_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "unsupported_media_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "internal_error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "model_failed": HTTPStatus.BAD_GATEWAY,
    "store_failed": HTTPStatus.BAD_GATEWAY,
    "not_ready": HTTPStatus.SERVICE_UNAVAILABLE,
    "throttled": HTTPStatus.TOO_MANY_REQUESTS,
    "timeout": HTTPStatus.GATEWAY_TIMEOUT,
}


@dataclass(frozen=True, slots=True)
class Detail:
    """What is wrong with one field of a request; never the value itself, which may be a headline."""

    field: str
    problem: str


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """What an error is about; `code` is for programs, `message` for people."""

    code: str
    message: str
    details: list[Detail]
    request_id: str


@dataclass(frozen=True, slots=True)
class ErrorEnvelope:
    """The body of every answer that is not a success."""

    error: ErrorBody


class ApiError(Exception):
    """A refusal or a failure, in the words its caller may read.

    Attributes
    ----------
    code, message, details
        As in the envelope.
    retry_after
        Seconds after which asking again makes sense, where it does.
    """

    def __init__(
        self, code: Code, message: str, details: Sequence[Detail] = (), retry_after: int | None = None
    ) -> None:
        problems = "".join(f"; {detail.field}: {detail.problem}" for detail in details)
        super().__init__(f"{code}: {message}{problems}")
        self.code = code
        self.message = message
        self.details = list(details)
        self.retry_after = retry_after

    @property
    def status(self) -> HTTPStatus:
        return STATUS[self.code]

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}

    def envelope(self, request_id: str) -> dict[str, Any]:
        """Return the body of the answer, ready for JSON."""
        return asdict(ErrorEnvelope(ErrorBody(self.code, self.message, self.details, request_id)))


def as_api_error(error: Exception) -> ApiError:
    """Put any exception in words its caller may read.

    What is not foreseen becomes `internal_error` and says nothing: its own message may hold a headline.
    """
    match error:
        case ApiError():
            return error
        case HeadlineError():
            return invalid([(("headlines", error.position), error.reason)])
        case BackendError():
            return _backend(error)
    return ApiError("internal_error", "the request could not be answered")


def invalid(problems: Iterable[tuple[Sequence[str | int], str]]) -> ApiError:
    """Say what is wrong with a request.

    Parameters
    ----------
    problems
        Place and problem of each field, as pydantic tells them; of its account no more is passed on, for the rest
        holds the value.
    """
    details = [Detail(_field(location), problem) for location, problem in problems]
    return ApiError("invalid_request", "the request is not valid", details)


def _backend(error: BackendError) -> ApiError:
    match error:
        case NotReadyError():
            return ApiError("not_ready", "the model is not ready", retry_after=RETRY_AFTER)
        case ThrottledError():
            return ApiError("throttled", "the model is asked too often", retry_after=1)
        case SlowError():
            return ApiError("timeout", "the model did not answer in time")
        case RefusedError():
            return ApiError("invalid_request", "the model refused the request")
    return ApiError("model_failed", "the model could not answer")


def _field(location: Sequence[str | int]) -> str:
    """Write `("headlines", 3)` as `headlines[3]`, and nothing as `body`."""
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return name.lstrip(".") or "body"
