"""Clients that each ask again as soon as they are answered."""

import http.client
import itertools
import json
import math
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus

from benchmarks.model_server.connection import Connection

TIMEOUT = 120.0
"""Seconds to wait for an answer: a slow server with many clients takes many of them."""


@dataclass(frozen=True)
class Turn:
    """What was answered in one turn.

    Attributes
    ----------
    latencies
        Seconds of each request that was answered in the time that counts.
    seconds
        The time that counts.
    errors
        Requests of the whole turn that got no answer, or another status than 200.
    """

    latencies: list[float]
    seconds: float
    errors: int

    @property
    def rate(self) -> float:
        """Requests answered per second."""
        return len(self.latencies) / self.seconds


def bodies(headlines: Sequence[str], at_once: int) -> list[bytes]:
    """Return a request for each `at_once` headlines, one alone as a plain string; a smaller rest is left out."""
    groups = (headlines[start : start + at_once] for start in range(0, len(headlines) - at_once + 1, at_once))
    return [json.dumps({"inputs": group[0] if at_once == 1 else list(group)}).encode() for group in groups]


def take_turn(port: int, requests: Sequence[bytes], clients: int, seconds: float) -> Turn:
    """Ask a server from several clients at once.

    The time that counts begins when every client has had one answer: by then each waits in a queue of all.

    Parameters
    ----------
    port
        Of the server.
    requests
        Bodies; each client goes round them from a place of its own.
    clients
        Each a thread with its own connection.
    seconds
        The time that counts; requests on their way when it is over are waited for and not counted.
    """
    window = _Window(clients, seconds)

    def ask(number: int) -> list[tuple[float, float, bool]]:
        start = number * len(requests) // clients
        asked = []
        with closing(Connection(port, TIMEOUT)) as connection:
            for body in itertools.cycle([*requests[start:], *requests[:start]]):
                began = time.perf_counter()
                answered = _is_answered(connection, body)
                ended = time.perf_counter()
                asked.append((began, ended, answered))
                if len(asked) == 1:
                    window.warm()
                if window.is_over(ended):
                    break
        return asked

    pool = ThreadPoolExecutor(clients, thread_name_prefix="client")
    try:
        loops = [pool.submit(ask, number) for number in range(clients)]
        asked = [request for loop in loops for request in loop.result()]
    finally:
        window.close()
        # After Ctrl-C nobody waits for the last answers: whoever stops the server ends the clients.
        pool.shutdown(wait=False)
    return Turn(
        latencies=[ended - began for began, ended, answered in asked if answered and window.counts(ended)],
        seconds=seconds,
        errors=sum(not answered for _, _, answered in asked),
    )


def _is_answered(connection: Connection, body: bytes) -> bool:
    try:
        return connection.invoke(body)[0] == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False


class _Window:
    """The time that counts: it begins when the last client is warm."""

    def __init__(self, clients: int, seconds: float) -> None:
        self._cold = clients
        self._seconds = seconds
        self._end = math.inf
        self._closed = False
        self._lock = threading.Lock()

    def warm(self) -> None:
        with self._lock:
            self._cold -= 1
            if not self._cold:
                self._end = time.perf_counter() + self._seconds

    def counts(self, ended: float) -> bool:
        return self._end - self._seconds < ended <= self._end

    def is_over(self, now: float) -> bool:
        return self._closed or now >= self._end

    def close(self) -> None:
        self._closed = True
