"""A service over HTTP, as its callers reach it."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import urllib3

from infrastructure.smoke.errors import SmokeError

SECONDS = 30
"""How long an answer may take: a second more than API Gateway waits for the function."""


@dataclass(frozen=True)
class Answer:
    """What came back.

    Attributes
    ----------
    status
        Of HTTP.
    body
        The JSON object in it; empty where it holds none.
    """

    status: int
    body: Mapping[str, Any]


@dataclass
class Service:
    """A service, and the key it takes.

    Attributes
    ----------
    url
        Its address, stage and all, as `https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod`.
    key, token
        Shown by nothing here. A token goes with every request that a key could go with, with the key or without.
    wants_token
        Whether it takes no key without a token.
    milliseconds
        That the last answer took, connection included where it had to be made.
    """

    url: str
    key: str = field(repr=False)
    token: str = field(default="", repr=False)
    wants_token: bool = False
    milliseconds: float = field(default=0.0, init=False)
    _pool: urllib3.PoolManager = field(
        # Whoever asks, asks again; and a redirect would carry the key elsewhere.
        default_factory=lambda: urllib3.PoolManager(retries=False, timeout=SECONDS),
        init=False,
        repr=False,
    )

    def __post_init__(self) -> None:
        self.url = self.url.rstrip("/")
        if not self.url.startswith(("https://", "http://")):
            raise SmokeError(f"{self.url!r} is no address: it starts with neither https:// nor http://")

    def headers(self, *, with_key: bool = True) -> dict[str, str]:
        """Return what a request says of who asks."""
        headers = {"x-api-key": self.key} if with_key else {}
        return headers | ({"authorization": f"Bearer {self.token}"} if self.token else {})

    def ask(self, method: str, path: str, body: object = None, *, with_key: bool = True) -> Answer:
        """Send a request; a body goes as JSON.

        Raises
        ------
        SmokeError
            If there is no answer.
        """
        headers = self.headers(with_key=with_key)
        content = None if body is None else json.dumps(body).encode()
        if content is not None:
            headers["content-type"] = "application/json"
        started = time.perf_counter()
        try:
            response = self._pool.request(method, self.url + path, body=content, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            raise SmokeError(f"there is no answer ({type(error).__name__})") from error
        finally:
            self.milliseconds = 1000 * (time.perf_counter() - started)
        return Answer(response.status, _object(response.data))


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
