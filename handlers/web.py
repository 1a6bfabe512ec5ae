"""The page at `/`: a template, a few static files, and the answer to every route nobody else knows.

The function `web` serves it through serverless-wsgi, without that library's own handler, which runs any code that
a direct event brings. It opens no model: the browser calls the API itself.
"""

import hashlib
import json
import os
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import uuid4

import serverless_wsgi
from flask import Flask, Response, render_template, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from handlers.common.errors import ErrorBody, ErrorEnvelope
from model import MAX_CHARACTERS

STATIC = Path(__file__).with_name("static")
YEAR = 365 * 24 * 3600

EXAMPLES = """\
New treatment for ADHD discovered
Central bank holds interest rates as inflation slows
Astronomers spot water vapour around distant exoplanet
Reality star shows off engagement ring on red carpet
"""
"""Headlines a visitor can try, one a line; `PAGE_EXAMPLES` replaces them, set to nothing it removes them."""

MESSAGES = {
    HTTPStatus.NOT_FOUND: "there is nothing at this address",
    HTTPStatus.METHOD_NOT_ALLOWED: "this address does not take this method",
    HTTPStatus.INTERNAL_SERVER_ERROR: "the request could not be answered",
}

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def fingerprint(folder: Path) -> str:
    """Return 12 hexadecimal digits that change with any file, or any file's name, in `folder`."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            digest.update(f"{file.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


FINGERPRINT = fingerprint(STATIC)

app = Flask(__name__, static_folder=None)


@app.get("/")
def page() -> str:
    examples = os.environ.get("PAGE_EXAMPLES", EXAMPLES)
    return render_template(
        "page.html",
        examples=[line.strip() for line in examples.splitlines() if line.strip()],
        max_characters=MAX_CHARACTERS,
    )


@app.get("/static/<edition>/<path:name>")
def static_file(edition: str, name: str) -> Response:
    """Send a file of the page.

    The edition is the fingerprint of all of them and stands in the path, not in the query, so that what the
    files import from each other carries it too. A page of an earlier edition gets today's file, to be
    asked for again.
    """
    current = edition == FINGERPRINT
    response = send_from_directory(STATIC, name, etag=FINGERPRINT, max_age=YEAR if current else None)
    response.cache_control.immutable = current
    return response


@app.template_global()
def asset(name: str) -> str:
    """Return the address of a static file, stage prefix included."""
    return url_for("static_file", edition=FINGERPRINT, name=name)


@app.errorhandler(HTTPException)
def refuse(error: HTTPException) -> ResponseReturnValue:
    """Answer an error: the API's envelope, or a page where a browser asks for one."""
    response = error.get_response()
    status = HTTPStatus(response.status_code)
    if wants_page():
        response.data = render_template("error.html", status=status)
    else:
        code = "internal_error" if status == HTTPStatus.INTERNAL_SERVER_ERROR else status.name.lower()
        message = MESSAGES.get(status, status.description or status.phrase)
        response.data = json.dumps(asdict(ErrorEnvelope(ErrorBody(code, message, [], request_id()))))
        response.content_type = "application/json"
    response.vary.add("Accept")
    return response


@app.after_request
def protect(response: Response) -> Response:
    response.headers.update(SECURITY_HEADERS)
    if not response.cache_control:
        response.cache_control.no_cache = True
    return response


def wants_page() -> bool:
    """Tell whether a browser asks: it names HTML, where a program asks for JSON or for anything."""
    below_api = request.path.startswith("/v1/")
    wanted = request.accept_mimetypes.best_match(["application/json", "text/html"])
    return not below_api and wanted == "text/html"


def request_id() -> str:
    """Return API Gateway's id of the request, a fresh one where none is in front."""
    event = request.environ.get("serverless.event", {})
    return event.get("requestContext", {}).get("requestId") or str(uuid4())


def handler(event: Any, context: Any) -> Any:
    """Answer an API Gateway event."""
    return serverless_wsgi.handle_request(app, event, context)
