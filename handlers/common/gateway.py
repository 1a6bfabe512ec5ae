"""What API Gateway is answered, and what it tells of a request."""

import json
import os
import time
from collections.abc import Mapping
from typing import Any

from handlers.common.errors import ApiError
from handlers.common.observability import log_answer
from handlers.common.responses import JSON

CORS_ORIGIN = os.environ.get("CORS_ORIGIN", "")
"""The site, or `*`, whose pages may read the answers in a browser; none, unless told."""


def reply(status: int, body: Any, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return an answer in JSON."""
    told = {"Content-Type": JSON, **(headers or {})}
    return with_cors(
        {
            "statusCode": status,
            "body": json.dumps(body, separators=(",", ":")),
            "isBase64Encoded": False,
            "multiValueHeaders": {name: [value] for name, value in told.items()},
        }
    )


def refuse(refusal: ApiError, request_id: str) -> dict[str, Any]:
    """Return an answer that says what is wrong."""
    return reply(int(refusal.status), refusal.envelope(request_id), refusal.headers)


def with_cors(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer that a page of another site may read: API Gateway adds nothing to a function's own."""
    if CORS_ORIGIN:
        answer["multiValueHeaders"]["Access-Control-Allow-Origin"] = [CORS_ORIGIN]
        answer["multiValueHeaders"]["Access-Control-Expose-Headers"] = ["Retry-After"]
    return answer


def request_id(event: Mapping[str, Any], context: Any) -> str:
    """Return API Gateway's id of the request, or Lambda's where no gateway stood in front."""
    gateway = (event.get("requestContext") or {}).get("requestId")
    return str(gateway or context.aws_request_id)


def log(event: Mapping[str, Any], answer: Mapping[str, Any], started: float) -> None:
    """Log that a request was answered, begun when `time.perf_counter` said `started`."""
    milliseconds = 1000 * (time.perf_counter() - started)
    log_answer(f"{event.get('httpMethod')} {event.get('resource')}", int(answer["statusCode"]), milliseconds)
