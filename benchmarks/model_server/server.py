"""SageMaker's model server on a model folder, as an endpoint's container runs it."""

import contextlib
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import tarfile
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Self

from benchmarks.model_server.connection import Connection

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-server/bin/python"
PATIENCE = 120
"""Seconds a loaded machine may take to start it, or to start a worker anew."""
DEPLOYED = {"SAGEMAKER_PROGRAM": "inference.py", "MMS_JOB_QUEUE_SIZE": "1000"}
"""The environment that the deployment gives our container."""
HUB = {"HF_TASK": "text-classification", "MMS_JOB_QUEUE_SIZE": "1000"}
"""The one that it gives Hugging Face's own, beside the model's id."""
PORTS = range(18_080, 18_180)
"""Below those that a system gives away by itself: it has refused one of those, 48615, as no port."""

LIBRARIES = (
    "multi-model-server",
    "sagemaker-huggingface-inference-toolkit",
    "torch",
    "transformers",
    "tokenizers",
    "onnxruntime",
)


class ModelServerError(OSError):
    """A server that cannot be started, or does not answer; the message says why."""


def missing() -> str | None:
    """Return what this machine lacks to run the server, and what installs it; None if nothing."""
    if not PYTHON.exists():
        return "the model server is not installed (make .venv-server/.installed)"
    if not shutil.which("java"):
        return "the model server needs Java 11 or newer"
    return None


def versions() -> dict[str, str]:
    """Return the versions of what the server runs on, some of them older than those of this Python."""
    script = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"
    done = subprocess.run([PYTHON, "-c", script, *LIBRARIES], check=True, capture_output=True, text=True)
    return dict(zip(LIBRARIES, done.stdout.split(), strict=True))


def unpack(tarball: Path, folder: Path) -> None:
    """Unpack a `model.tar.gz` into the folder of a server."""
    with tarfile.open(tarball) as tar:
        tar.extractall(folder / "model", filter="data")


class ModelServer:
    """The server in a process group of its own, with what it prints going to a file.

    Parameters
    ----------
    folder
        Holds `model/`, as `model.tar.gz` has it; the server keeps its own files beside it.
    workers
        Processes that answer.
    container
        The environment that the deployment gives the container.
    environment
        More of it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        workers: int = 1,
        container: Mapping[str, str] = MappingProxyType(DEPLOYED),
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        # Drawn, for one that another server was started with is free until that server listens.
        self.port = next(port for port in random.sample(PORTS, len(PORTS)) if _is_free(port))
        self._log = folder / "output"
        # The name of its socket is the same for all servers, and a path to a socket must be short.
        self._sockets = TemporaryDirectory(prefix="mms-", ignore_cleanup_errors=True)
        settings = {
            "PATH": f"{PYTHON.parent}:{os.environ['PATH']}",
            "HOME": str(folder),
            "TMPDIR": self._sockets.name,
            "TEMP": self._sockets.name,  # where multi-model-server asks for it
            "SAGEMAKER_BASE_DIR": str(folder),
            "SAGEMAKER_BIND_TO_PORT": str(self.port),
            "SAGEMAKER_SAFE_PORT_RANGE": f"{self.port + 1}-{self.port + 9}",
            "SAGEMAKER_MODEL_SERVER_WORKERS": str(workers),
            **container,
            **environment,
        }
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                [PYTHON, Path(__file__).with_name("launch.py")],
                cwd=folder,
                env=settings,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # for `stop`: a terminated server leaves its workers behind
            )

    def __enter__(self) -> Self:
        try:
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def group(self) -> int:
        """The process group of all that was started with it."""
        return self._process.pid

    @property
    def output(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def wait_until_ready(self) -> None:
        """Wait for an answer: it calls itself healthy before the model is loaded.

        Raises
        ------
        ModelServerError
            If it ends, or gives none in time.
        """
        end = time.monotonic() + PATIENCE
        body = json.dumps({"inputs": "ready"}).encode()
        with contextlib.closing(Connection(self.port, timeout=PATIENCE)) as connection:
            while True:
                with contextlib.suppress(OSError, http.client.HTTPException):
                    if connection.invoke(body)[0] == http.HTTPStatus.OK:
                        return
                if self._process.poll() is not None or time.monotonic() > end:
                    raise ModelServerError(f"the model server did not start:\n{self.output}")
                time.sleep(0.2)

    def stop(self) -> None:
        """End the server and its workers, however far they got."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.group, signal.SIGKILL)
        self._process.wait()
        self._sockets.cleanup()


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
