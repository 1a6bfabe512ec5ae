"""The API as `make start` runs it, on this machine and in processes of its own."""

import os
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from infrastructure.free_port import free_port

ROOT = Path(__file__).parents[1]
PATIENCE = 120
"""Seconds a loaded machine may take to start it."""


class LocalApi:
    """The API at `url`, taking `key`; everything it prints goes to a file, and `corrections` to one beside it.

    Parameters
    ----------
    log
        The file.
    *parameters
        Of serverless.yml, each `NAME=VALUE`.
    root
        The folder of the project.
    """

    def __init__(self, log: Path, *parameters: str, root: Path = ROOT) -> None:
        self.key = secrets.token_hex(16)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.corrections = log.with_name("feedback.jsonl")
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                # What is installed stays as it is: whoever starts it from Python has it all.
                [
                    *("make", "-o", ".venv/.runtime", "-o", "node_modules/.package-lock.json", "start"),
                    f"PARAMS={' '.join(parameters)}",
                ],
                cwd=root,
                env=os.environ
                | {"PORT": str(self.port), "API_KEY": self.key, "POWERTOOLS_LOG_LEVEL": "INFO"}
                | {"FEEDBACK_FILE": str(self.corrections)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a process group of its own, as a terminal gives it
            )

    @property
    def output(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def wait_until_ready(self) -> None:
        """Wait for the lines that say where it is, printed once it answers.

        Raises
        ------
        RuntimeError
            If it ends, or takes too long.
        """
        end = time.monotonic() + PATIENCE
        while "Newsdesk is ready" not in self.output:
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the API did not start:\n{self.output}")
            time.sleep(0.1)

    def all_processes(self) -> list[psutil.Process]:
        """Return what runs of it now: nothing where it has ended."""
        try:
            found: list[psutil.Process] = psutil.Process(self._process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []
        return found

    def parts(self) -> dict[str, list[psutil.Process]]:
        """Return what runs of it now, by what it is: the functions, and serverless-offline before them."""
        found = self.all_processes()
        functions = [process for process in found if _is_python(_command(process))]
        return {"functions": functions, "gateway": [process for process in found if process not in functions]}

    def processes(self, module: str) -> list[psutil.Process]:
        """Return the Python processes that run the function of a module."""
        return [child for child in self.all_processes() if runs(child, module)]

    def stop(self) -> list[psutil.Process]:
        """Press Ctrl-C, unless it has ended by itself; return the processes that outlive it, killed by now."""
        if self._process.poll() is not None:
            return []
        children = self.all_processes()
        os.killpg(self._process.pid, signal.SIGINT)
        alive: list[psutil.Process]
        _, alive = psutil.wait_procs([psutil.Process(self._process.pid), *children], timeout=20)
        for process in alive:
            process.kill()
        self._process.wait()
        return alive


@contextmanager
def local_api(folder: Path, *parameters: str) -> Iterator[LocalApi]:
    """Start the API, ready when it is given, and stop it in the end; what it prints goes into the folder.

    Raises
    ------
    RuntimeError
        If it does not start, with what it has printed.
    """
    api = LocalApi(folder / "output", *parameters)
    try:
        api.wait_until_ready()
        yield api
    finally:
        api.stop()


def runs(process: psutil.Process, module: str) -> bool:
    """Tell whether a process is a Python that runs the function of a module for serverless-offline."""
    command = _command(process)
    return _is_python(command) and module in command


def _is_python(command: Sequence[str]) -> bool:
    return bool(command) and "python" in command[0]


def _command(process: psutil.Process) -> list[str]:
    try:
        command: list[str] = process.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return []
    return command
