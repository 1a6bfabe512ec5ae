"""The API as `make start` runs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from infrastructure.local_api import PATIENCE, ROOT, LocalApi, runs

__all__ = ["DIRECT", "PATIENCE", "ROOT", "StartedApi", "runs", "started_api"]

DIRECT: dict[str, Any] = {"timeout": 60, "trust_env": False}
"""How to reach it: past any proxy that the environment names."""


class StartedApi(LocalApi):
    """The API, and clients of it."""

    def client(self, *, with_key: bool = True) -> httpx.Client:
        """Return a client, by default one that brings the key."""
        headers = {"x-api-key": self.key} if with_key else {}
        return httpx.Client(base_url=self.url, headers=headers, **DIRECT)


@contextmanager
def started_api(folder: Path, *parameters: str, root: Path = ROOT) -> Iterator[StartedApi]:
    """Start the API, ready when it is given, and stop it as a person would: no process may be left behind."""
    api = StartedApi(folder / "output", *parameters, root=root)
    try:
        api.wait_until_ready()
        yield api
    finally:
        left = api.stop()
    assert not left, f"Ctrl-C left processes behind: {left}"
