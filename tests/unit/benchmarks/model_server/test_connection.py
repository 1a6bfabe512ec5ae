import json
from contextlib import closing

import pytest

from benchmarks.model_server.connection import Connection
from tests.unit.benchmarks.little_server import serving


def test_it_asks_again_and_again() -> None:
    with serving(lambda inputs: (200, {"echo": inputs})) as port, closing(Connection(port, 10)) as connection:
        answers = [connection.invoke(json.dumps({"inputs": word}).encode()) for word in ("flu", "fed")]

    assert [(status, json.loads(body)) for status, body in answers] == [
        (200, {"echo": "flu"}),
        (200, {"echo": "fed"}),
    ]


def test_it_connects_anew_after_an_error() -> None:
    with serving(lambda _: (200, {})) as port:
        pass
    with closing(Connection(port, 10)) as connection:
        for _ in range(2):
            with pytest.raises(ConnectionRefusedError):
                connection.invoke(b"{}")
