"""What API Gateway and Lambda hand to a function."""

import json
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

REQUEST_ID = "0fbd8e0a-6b9b-4ff1-a0a6-5f0c7f0f1d11"


@dataclass(frozen=True)
class Context:
    """The part of Lambda's context that the handlers read."""

    function_name: str = "newsdesk-test-classify"
    memory_limit_in_mb: int = 1769
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:123456789012:function:newsdesk-test-classify"
    aws_request_id: str = "52fdfc07-2182-454f-963f-5f0f9a621d72"


def event(method, url, body=None, *, content_type="application/json", resource=None, stage="test", **other):
    """A proxy event of a REST API; a body that is not text is written as JSON."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    headers = {"Accept": "*/*"} | ({"Content-Type": content_type} if content_type else {})
    return {
        "resource": resource or parts.path,
        "path": parts.path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": query or None,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "requestId": REQUEST_ID,
            "stage": stage,
            "path": f"/{stage}{parts.path}",
            "httpMethod": method,
        },
        "body": body if body is None or isinstance(body, str) else json.dumps(body),
        "isBase64Encoded": False,
    } | other
