"""A server that speaks as a service of AWS does over HTTP, and misbehaves on demand."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import pytest

from benchmarks.loopback import QuietHandler, serving_on_loopback


@dataclass(frozen=True)
class Answer:
    """One answer; `cut` sends half of the body and closes the connection."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    cut: bool = False


def error(status: int, code: str, **body: Any) -> Answer:
    """Return an error as AWS's JSON protocol has it."""
    content = json.dumps({"Message": "words of AWS", **body}).encode()
    return Answer(status, content, {"x-amzn-errortype": code, "content-type": "application/json"})


class Service(Protocol):
    """What can be served."""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """Answer a request."""


class FakeService:
    """Answers what it was told to, in order, and then by `model`, given the body; keeps what it was asked."""

    def __init__(self, model: Callable[[Any], Answer]) -> None:
        self.next: deque[Answer] = deque()
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.most_at_once = 0
        self._model = model
        self._now = 0
        self._lock = threading.Lock()

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            content = json.loads(body)
            self.asked.append((path, headers, content))
            told = self.next.popleft() if self.next else None
        try:
            answer = told or self._model(content)
            time.sleep(answer.seconds)
            return answer
        finally:
            with self._lock:
                self._now -= 1


@contextmanager
def serving(service: Service, variable: str) -> Iterator[None]:
    """Serve on loopback; boto3 finds it by its environment, of which `variable` is the service's own."""

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = service.answer(self.path, headers, self.body())
            if answer.cut:
                half = answer.body[: len(answer.body) // 2]
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(half)
                self.close_connection = True
            else:
                self.reply(answer.status, answer.body, answer.headers)

    with serving_on_loopback(Handler) as port, pytest.MonkeyPatch.context() as patch:
        patch.setenv(variable, f"http://127.0.0.1:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        yield
