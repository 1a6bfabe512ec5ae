"""The resolver every HTTP function routes with: the house's limits, and its one error envelope."""

import base64
import json
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from handlers.common.errors import ApiError, as_api_error
from handlers.common.observability import log_answer, log_failure
from handlers.common.responses import JSON

MAX_BODY = 2 * 1024 * 1024
"""Bytes of a body: 128 headlines of 1,000 characters fit, even with every one written as `\\uXXXX\\uXXXX`."""


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
            answer = super().resolve(_with_text_body(event), context)
        except Exception as error:
            answer = self._refusal(error, request_id(event, context))
        milliseconds = 1000 * (time.perf_counter() - started)
        log_answer(
            f"{event.get('httpMethod')} {event.get('resource')}", int(answer["statusCode"]), milliseconds
        )
        return answer

    def _respond(self, error: Exception) -> Response[str]:
        answer = self._refusal(error, request_id(self.current_event.raw_event, self.lambda_context))
        return Response(answer["statusCode"], JSON, answer["body"], headers=answer["headers"])

    def _refusal(self, error: Exception, request: str) -> dict[str, Any]:
        refusal = as_api_error(error)
        if refusal.code == "internal_error":
            log_failure(refusal.message, error)
        return {
            "statusCode": int(refusal.status),
            "headers": {"Content-Type": JSON, **refusal.headers},
            "body": json.dumps(refusal.envelope(request), separators=(",", ":")),
            "isBase64Encoded": False,
        }


def request_id(event: Mapping[str, Any], context: Any) -> str:
    """Return API Gateway's id of the request, or Lambda's where no gateway stood in front."""
    gateway = (event.get("requestContext") or {}).get("requestId")
    return str(gateway or context.aws_request_id)


def _with_text_body(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event with its body, if it needs one, decoded and within the limits.

    Raises
    ------
    ApiError
        `unsupported_media_type`, `payload_too_large` or `invalid_request`.
    """
    if event.get("httpMethod") != "POST":
        return dict(event)
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    media_type = headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if media_type != JSON:
        raise ApiError("unsupported_media_type", f"the body must be {JSON}, not {media_type or 'untyped'}")
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
