"""The OpenAPI description of the API, and the page that shows it."""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from aws_lambda_powertools.event_handler.openapi.models import APIKey, APIKeyIn, Server
from aws_lambda_powertools.event_handler.openapi.swagger_ui import generate_swagger_html

from handlers.common.examples import QUESTIONS, answers
from handlers.common.resolver import Api
from handlers.common.responses import ERRORS, JSON

VERSION = "1.0.0"
DESCRIPTION = """\
Files a headline to the right desk: one label, how sure the model is, and which words decided.

Every answer that is not a success has one form, `ErrorEnvelope`; its `request_id` is what the logs know the \
request by. Calls need a key in the header `x-api-key`, except where no lock is shown.
"""


def specification(apis: Sequence[Api], server: str = "/") -> str:
    """Return the OpenAPI 3.1 description of the API as indented JSON, ending in a newline.

    Parameters
    ----------
    apis
        Whose routes, those of each function.
    server
        Where it is mounted: `/`, or `/` and the stage.
    """
    document, *others = (_described(api, server) for api in apis)
    for other in others:
        document["paths"] |= other["paths"]
        document["components"]["schemas"] |= other["components"]["schemas"]
    _remove_powertools_errors(document)
    _add_examples(document)
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def page(apis: Sequence[Api], server: str = "/") -> str:
    """Return Swagger UI as one self-contained HTML page: its script, its style and the description inside."""
    assets = files("aws_lambda_powertools.event_handler.openapi.swagger_ui")
    script, style = (
        (assets / name).read_text(encoding="utf-8")
        for name in ("swagger-ui-bundle.min.js", "swagger-ui.min.css")
    )
    description = specification(apis, server).replace("</", "<\\/")  # must not end the script it stands in
    return generate_swagger_html(description, script, style, "", None, persist_authorization=True)


def _described(api: Api, server: str) -> dict[str, Any]:
    """Return what Powertools says of the routes of one function."""
    document: dict[str, Any] = json.loads(
        api.get_openapi_json_schema(
            title="Newsdesk",
            version=VERSION,
            description=DESCRIPTION,
            servers=[Server(url=server)],
            security_schemes={"key": APIKey(name="x-api-key", in_=APIKeyIn.header)},
        )
    )
    return document


def _remove_powertools_errors(document: dict[str, Any]) -> None:
    # Powertools describes error forms of its own on every route; none of them is ever sent.
    schemas = document["components"]["schemas"]
    for name in ("ResponseValidationError", "HTTPValidationError", "ValidationError"):
        del schemas[name]
    failure = {"schema": {"$ref": "#/components/schemas/ErrorEnvelope"}}
    for methods in document["paths"].values():
        for operation in methods.values():
            del operation["responses"]["422"]
            operation["responses"]["500"] = {"description": ERRORS[500], "content": {JSON: failure}}


def _add_examples(document: dict[str, Any]) -> None:
    recorded = answers()
    for name, question in QUESTIONS.items():
        operation = document["paths"][question.path][question.method.lower()]
        if question.body:
            _add_example(operation["requestBody"], name, question.body)
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                _add_example(response, name, recorded[name])


def _add_example(message: dict[str, Any], name: str, value: Any) -> None:
    message["content"][JSON].setdefault("examples", {})[name] = {"value": value}
