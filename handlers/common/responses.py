"""What the API description says of the answers of a route: its own, and the errors there are."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from handlers.common.errors import ErrorEnvelope

JSON = "application/json"
KEY: list[dict[str, list[str]]] = [{"key": []}]
"""What a route asks for that wants a key."""

ERRORS = {
    400: "The request is not valid; `details` names each field and its problem",
    403: "The header `x-api-key` is missing or holds no valid key",
    404: "There is no such model; the message lists those there are",
    413: "The body has more than 2 MiB",
    415: "The body is not `application/json`",
    429: "Too many requests for this key; ask again later",
    500: "Something unforeseen; the logs know it by `request_id`",
    502: "The model failed",
    503: "The model is not ready; ask again after `Retry-After` seconds",
    504: "No answer in time",
}
OPEN = (500, 503, 504)
KEYED = (403, 429, *OPEN)
CLASSIFY = (400, 413, 415, 502, *KEYED)
FEEDBACK = {
    **{status: ERRORS[status] for status in (400, 413, 415, *KEYED)},
    409: "The `Idempotency-Key` has come with another correction",
    502: "The correction could not be kept",
    503: "The correction cannot be kept now; ask again after `Retry-After` seconds",
}


def responses(
    description: str,
    model: Any,
    errors: Iterable[int] | Mapping[int, str],
    status: HTTPStatus = HTTPStatus.OK,
) -> dict[int, Any]:
    """Return the `responses` of a route, for Powertools.

    Parameters
    ----------
    description
        What a success means.
    model
        Type of its body.
    errors
        Status codes of the errors the route or the gateway before it can answer, with their own words where they
        have some.
    status
        Of the success.
    """
    words = errors if isinstance(errors, Mapping) else {code: ERRORS[code] for code in errors}
    return {
        int(status): {"description": description, "content": {JSON: {"model": model}}},
        **{
            code: {"description": words[code], "content": {JSON: {"model": ErrorEnvelope}}}
            for code in sorted(words)
        },
    }
