"""SageMaker's model server on a built `model.tar.gz`, as an endpoint's container runs it."""

import contextlib
import os
import shutil
import signal
import subprocess
import tarfile
import time
from pathlib import Path

import httpx
import psutil

from tests.parts import need
from tests.started_api import DIRECT, ROOT, is_free

PYTHON = ROOT / ".venv-server/bin/python"
PATIENCE = 120
"""Seconds a loaded machine may take to start it, or to start a worker anew."""
WORKER = "model_service_worker.py"
DEPLOYED = {"SAGEMAKER_PROGRAM": "inference.py", "MMS_JOB_QUEUE_SIZE": "1000"}
"""The environment that the deployment gives the container."""
PORTS = range(18_080, 18_180)
"""Below those that a system gives away by itself: it has refused one of those, 48615, as no port."""


def need_model_server() -> None:
    """Skip the test where the server or Java is missing."""
    need(PYTHON.exists(), "the model server is not installed (make .venv-server/.installed)")
    need(shutil.which("java"), "the model server needs Java 11 or newer")


class ModelServer:
    """The server, with what it prints going to a file; there can be one on a machine (its socket has one name)."""

    def __init__(self, tarball: Path, folder: Path) -> None:
        with tarfile.open(tarball) as tar:
            tar.extractall(folder / "model", filter="data")
        self.port = next(port for port in PORTS if is_free(port))
        self._log = folder / "output"
        environment = {
            "PATH": f"{PYTHON.parent}:{os.environ['PATH']}",
            "HOME": str(folder),
            "SAGEMAKER_BASE_DIR": str(folder),
            "SAGEMAKER_BIND_TO_PORT": str(self.port),
            "SAGEMAKER_SAFE_PORT_RANGE": f"{self.port + 1}-{self.port + 9}",
            "SAGEMAKER_MODEL_SERVER_WORKERS": "1",
            **DEPLOYED,
        }
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                [PYTHON, ROOT / "tests/model_server/launch.py"],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # for `stop`: a terminated server leaves its workers behind
            )

    @property
    def output(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}", **DIRECT)

    def wait_until_ready(self) -> None:
        """Wait for an answer: it calls itself healthy before the model is loaded."""
        end = time.monotonic() + PATIENCE
        with self.client() as client:
            while True:
                try:
                    if client.post("/invocations", json={"inputs": "ready"}).is_success:
                        return
                except httpx.TransportError:
                    pass
                if self._process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"the model server did not start:\n{self.output}")
                time.sleep(0.2)

    def worker(self) -> psutil.Process:
        """Return the process that answers; the one it was forked from the server does not do without."""
        found: dict[int, psutil.Process] = {}
        for process in psutil.process_iter():  # they are nobody's children: what started Java has ended
            with contextlib.suppress(ProcessLookupError, psutil.NoSuchProcess, psutil.AccessDenied):
                names = map(os.path.basename, process.cmdline())
                if os.getpgid(process.pid) == self._process.pid and WORKER in names:
                    found[process.pid] = process
        (worker,) = (process for process in found.values() if process.ppid() in found)
        return worker

    def stop(self) -> None:
        """End the server and its workers, however far they got."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
