"""The model server as the tests ask it and look into it."""

import contextlib
import os

import httpx
import psutil

from benchmarks.model_server.server import ModelServer, missing
from tests.parts import need
from tests.started_api import DIRECT

WORKER = "model_service_worker.py"


def need_model_server() -> None:
    """Skip the test where the server or Java is missing."""
    need(not (reason := missing()), reason or "")


class ObservedServer(ModelServer):
    """A server with a client, and with a view of its worker."""

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}", **DIRECT)

    def worker(self) -> psutil.Process:
        """Return the process that answers; the one it was forked from the server does not do without."""
        found: dict[int, psutil.Process] = {}
        for process in psutil.process_iter():  # they are nobody's children: what started Java has ended
            with contextlib.suppress(ProcessLookupError, psutil.NoSuchProcess, psutil.AccessDenied):
                names = map(os.path.basename, process.cmdline())
                if os.getpgid(process.pid) == self.group and WORKER in names:
                    found[process.pid] = process
        (worker,) = (process for process in found.values() if process.ppid() in found)
        return worker
