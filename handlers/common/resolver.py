"""The resolver every HTTP function routes with: the house's limits, and its one error envelope."""

import base64
import json
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from handlers.common import gateway
from handlers.common.errors import ApiError, invalid
from handlers.common.plain import MAX_BODY, lower, media_type
from handlers.common.refusals import refusal_of
from handlers.common.responses import JSON


class Api(APIGatewayRestResolver):
    """Powertools' resolver for REST APIs, with our answers to whatever goes wrong.

    Powertools answers a body that breaks the schema with 422 and a form of its own, takes form data for
    JSON, and lets other exceptions through, which API Gateway turns into a bare 502; here all of them become
    the envelope of `handlers.common.errors`.
    """

    def __init__(self) -> None:
        super().__init__(
            enable_validation=True,
            # Without a code of its own, an answer that breaks the schema would pass for a bad request.
            response_validation_error_http_code=HTTPStatus.INTERNAL_SERVER_ERROR,
            json_body_deserializer=_parse,
            debug=False,
        )
        self.exception_handler([Exception, NotFoundError])(self._respond)

    def resolve(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Answer an API Gateway event; never raises."""
        started = time.perf_counter()
        try:
            answer = gateway.with_cors(super().resolve(_with_text_body(event), context))
        except Exception as error:
            answer = gateway.refuse(_refusal_of(error), gateway.request_id(event, context))
        gateway.log(event, answer, started)
        return answer

    def _respond(self, error: Exception) -> Response[str]:
        refusal = _refusal_of(error)
        request_id = gateway.request_id(self.current_event.raw_event, self.lambda_context)
        body = json.dumps(refusal.envelope(request_id), separators=(",", ":"))
        return Response(int(refusal.status), JSON, body, headers=refusal.headers)


def _refusal_of(error: Exception) -> ApiError:
    match error:
        case RequestValidationError():  # whose places begin with "body" or "query"
            return invalid((item["loc"][1:], item["msg"]) for item in error.errors())
        case NotFoundError():
            return ApiError("not_found", "there is nothing at this address")
    return refusal_of(error)


def _with_text_body(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event with its body, if it needs one, decoded and within the limits.

    Raises
    ------
    ApiError
        `unsupported_media_type`, `payload_too_large` or `invalid_request`.
    """
    if event.get("httpMethod") != "POST":
        return dict(event)
    headers = lower(event.get("headers"))
    found = media_type(headers)
    if found != JSON:
        raise ApiError("unsupported_media_type", f"the body must be {JSON}, not {found or 'untyped'}")
    body = event.get("body") or ""
    try:
        content = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
        if len(content) > MAX_BODY:
            raise ApiError(
                "payload_too_large", f"the body has {len(content)} bytes, at most {MAX_BODY} are read"
            )
        text = content.decode()
    except ValueError:
        raise ApiError("invalid_request", "the body is not UTF-8 text") from None
    if not text.strip():
        raise ApiError("invalid_request", "the request has no body")
    headers["content-type"] = JSON  # Powertools knows it only in lower case
    return {**event, "headers": headers, "body": text, "isBase64Encoded": False}


def _parse(body: str) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        where = (
            f" at line {error.lineno}, column {error.colno}"
            if isinstance(error, json.JSONDecodeError)
            else ""
        )
        raise ApiError("invalid_request", f"the body is not JSON{where}") from None
    if not isinstance(content, dict):
        # Powertools would take the first element of a list for the body.
        raise ApiError("invalid_request", "the body is not a JSON object")
    return content
