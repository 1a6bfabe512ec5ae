"""The API as `make start` runs it."""

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

ROOT = Path(__file__).parents[1]
PATIENCE = 120
"""Seconds a loaded machine may take to start it."""

DIRECT: dict[str, Any] = {"timeout": 60, "trust_env": False}
"""How to reach it: past any proxy that the environment names."""


class StartedApi:
    """The API at `url`, taking `key`; everything it prints goes to a file, and `corrections` to one beside it.

    Parameters
    ----------
    log
        The file.
    parameters
        Of serverless.yml, each `NAME=VALUE`.
    """

    def __init__(self, log: Path, *parameters: str) -> None:
        self.key = secrets.token_hex(16)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.corrections = log.with_name("feedback.jsonl")
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                # What is installed stays as it is: the tests run in an environment that is complete.
                [
                    *("make", "-o", ".venv/.runtime", "-o", "node_modules/.package-lock.json", "start"),
                    f"PARAMS={' '.join(parameters)}",
                ],
                cwd=ROOT,
                env=os.environ
                | {"PORT": str(self.port), "API_KEY": self.key, "POWERTOOLS_LOG_LEVEL": "INFO"}
                | {"FEEDBACK_FILE": str(self.corrections)}
                | {"BUNDLE_ARCH": "x86_64"},  # which `make test` does not pack: to start needs no bundle
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a process group of its own, as a terminal gives it
            )

    @property
    def output(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def wait_until_ready(self) -> None:
        """Wait for the lines that say where it is, printed once it answers."""
        end = time.monotonic() + PATIENCE
        while "Newsdesk is ready" not in self.output:
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the API did not start:\n{self.output}")
            time.sleep(0.1)

    def processes(self, module: str) -> list[psutil.Process]:
        """Return the Python processes that run the function of a module."""
        children = psutil.Process(self._process.pid).children(recursive=True)
        return [child for child in children if runs(child, module)]

    def stop(self) -> list[psutil.Process]:
        """Press Ctrl-C; return the processes that outlive it, killed by now."""
        children = psutil.Process(self._process.pid).children(recursive=True)
        os.killpg(self._process.pid, signal.SIGINT)
        _, alive = psutil.wait_procs([psutil.Process(self._process.pid), *children], timeout=20)
        for process in alive:
            process.kill()
        self._process.wait()
        return alive

    def client(self, *, with_key: bool = True) -> httpx.Client:
        """Return a client, by default one that brings the key."""
        headers = {"x-api-key": self.key} if with_key else {}
        return httpx.Client(base_url=self.url, headers=headers, **DIRECT)


@contextmanager
def started_api(folder: Path, *parameters: str) -> Iterator[StartedApi]:
    """Start the API, ready when it is given, and stop it as a person would: no process may be left behind."""
    api = StartedApi(folder / "output", *parameters)
    try:
        api.wait_until_ready()
        yield api
    finally:
        left = api.stop()
    assert not left, f"Ctrl-C left processes behind: {left}"


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def runs(process: psutil.Process, module: str) -> bool:
    """Tell whether a process is a Python that runs the function of a module for serverless-offline."""
    try:
        command = process.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False
    return bool(command) and "python" in command[0] and module in command
