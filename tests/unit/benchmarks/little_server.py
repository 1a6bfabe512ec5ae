"""A server that answers `/invocations` on loopback as a function tells it to."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.loopback import QuietHandler, serving_on_loopback


@contextmanager
def serving(answer: Callable[[Any], tuple[int, dict]]) -> Iterator[int]:
    """Serve and provide the port; `answer` makes a status and a body of what `inputs` is."""

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            status, found = answer(json.loads(self.body())["inputs"])
            self.reply(status if self.path == "/invocations" else 404, json.dumps(found).encode())

    with serving_on_loopback(Handler) as port:
        yield port
