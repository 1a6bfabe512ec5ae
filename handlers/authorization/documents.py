"""A JSON document over HTTPS: from where it was asked, of a bounded size, in a bounded time."""

import json
import ssl
import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from handlers.authorization.errors import IssuerError

MOST_BYTES = 256 * 1024
"""Of a document; the keys of an issuer, with their certificates, are a small part of that."""
SECONDS = 3.0
"""For a document, and for each wait in between; an authorization needs two documents at most."""


class Documents:
    """What reads them. No redirect is followed, and no proxy asked.

    Parameters
    ----------
    context
        Who is trusted to be whom; unless told, what the machine trusts (`SSL_CERT_FILE` names others).
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context or ssl.create_default_context()

    def read(self, url: str) -> Mapping[str, Any]:
        """Return the document, an object.

        Raises
        ------
        IssuerError
            If it is not to be had.
        """
        try:
            body = self._fetch(url)
            document = json.loads(body)
        # OSError: no connection, no trust, no answer in time. ValueError: no JSON, or an address that is none.
        except (OSError, HTTPException, ValueError, RecursionError) as error:
            raise IssuerError(f"{url} cannot be read: {type(error).__name__}") from None
        if not isinstance(document, dict):
            raise IssuerError(f"{url} is not a JSON object")
        return document

    def _fetch(self, url: str) -> bytes:
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            raise IssuerError(f"{url} is not an https:// address")
        deadline = time.monotonic() + SECONDS
        connection = HTTPSConnection(parts.hostname, parts.port, timeout=SECONDS, context=self._context)
        try:
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            connection.request("GET", path, headers={"Accept": "application/json", "User-Agent": "newsdesk"})
            response = connection.getresponse()
            if response.status != 200:
                raise IssuerError(f"{url} answers {response.status}")
            return _read(response, url, deadline)
        finally:
            connection.close()


def _read(response: HTTPResponse, url: str, deadline: float) -> bytes:
    body = b""
    while part := response.read1(MOST_BYTES):
        body += part
        if len(body) > MOST_BYTES:
            raise IssuerError(f"{url} has more than {MOST_BYTES} bytes")
        if time.monotonic() > deadline:  # drop by drop, each of which comes in time
            raise IssuerError(f"{url} takes more than {SECONDS} seconds")
    return body
