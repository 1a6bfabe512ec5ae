"""A client of an AWS service, made when it is first needed and kept, with its connections."""

from functools import cached_property
from threading import Lock
from typing import Any

CONNECT_SECONDS, READ_SECONDS = 1, 8
ATTEMPTS = 2
"""By botocore, of what AWS throttles or drops: unless told, at worst 18 seconds, where API Gateway waits 29."""


class LazyClient:
    """Safe to share between threads.

    Parameters
    ----------
    service
        As boto3 calls it.
    connections
        That are kept open.
    read_seconds
        That an answer is waited for; `READ_SECONDS` unless told.
    """

    def __init__(self, service: str, connections: int, read_seconds: float | None = None) -> None:
        self._service = service
        self._connections = connections
        self._read_seconds = read_seconds
        self._lock = Lock()

    def get(self) -> Any:
        """Return the client."""
        with self._lock:
            return self._client

    @cached_property
    def _client(self) -> Any:
        # Imported only here: boto3 is a third of a second of a cold start, and nobody else needs it.
        import boto3
        from botocore.config import Config

        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=self._read_seconds or READ_SECONDS,
            tcp_keepalive=True,
            max_pool_connections=self._connections,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        )
        make: Any = boto3.client  # whose stubs know a service by its literal name alone
        return make(self._service, config=config)
