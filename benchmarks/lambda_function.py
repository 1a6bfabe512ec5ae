"""Lambda as a function sees it: a Runtime API over HTTP, and a process that is started, fed, and ended."""

import json
import os
import queue
import subprocess
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from benchmarks.loopback import QuietHandler, QuietServer

ARN = "arn:aws:lambda:us-east-1:123456789012:function:newsdesk-test-classify"
MOST_BYTES = 6_291_556
"""Of an event, or of an answer, with the rest of the message: what Lambda takes of a synchronous call."""
VERSION = "/2018-06-01/runtime"


@dataclass(frozen=True)
class Outcome:
    """How an invocation ended: `kind` is `response`, `error`, `exit` or `timeout`."""

    kind: str
    body: bytes = b""

    @property
    def answer(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class _Invocation:
    request_id: str
    body: bytes
    deadline: float


class LambdaFunction:
    """A function in a process of its own, which is started anew after it has ended, as Lambda does.

    Parameters
    ----------
    command
        Starts Python; `-m awslambdaric HANDLER` follows.
    handler
        As serverless.yml names it.
    task
        The unpacked zip.
    environment
        Of the process; nothing of this one's is handed on.
    log
        File for what it prints.
    snap_start
        Whether it is told that a snapshot is taken of it. None is: it goes on as if it had been woken.
    """

    def __init__(
        self,
        command: Sequence[str],
        handler: str,
        task: Path,
        environment: Mapping[str, str],
        log: Path,
        *,
        snap_start: bool = False,
    ) -> None:
        self._command = [*command, "-m", "awslambdaric", handler]
        self._task, self._environment, self.log = task, dict(environment), log
        self._waiting: queue.Queue[_Invocation | None] = queue.Queue()
        self._outcomes: queue.Queue[tuple[str, Outcome]] = queue.Queue()
        self._asked = threading.Event()
        self._server = QuietServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._process: subprocess.Popen[bytes] | None = None
        self._initialisation = "snap-start" if snap_start else "on-demand"
        self.starts = 0
        self.snapshots = 0
        self.woken: float | None = None
        """When it was, last, by `time.perf_counter`."""

    def start(self, seconds: float = 60) -> float:
        """Start the process; return the seconds until it asks for its first event."""
        self._asked.clear()
        self.starts += 1
        began = time.perf_counter()
        lambda_own = {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_port}",
            "AWS_LAMBDA_FUNCTION_NAME": "newsdesk-test-classify",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
            "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/newsdesk-test-classify",
            "AWS_LAMBDA_LOG_STREAM_NAME": "test",
            "AWS_LAMBDA_INITIALIZATION_TYPE": self._initialisation,
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "LAMBDA_TASK_ROOT": str(self._task),
            "_HANDLER": self._command[-1],
            "PATH": os.environ["PATH"],
            "TZ": ":UTC",
        }
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._task,
                env=lambda_own | self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + seconds
        while not self._asked.wait(0.005):
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the function did not start:\n{self.output}")
        return time.perf_counter() - began

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def invoke(self, event: Any, timeout: float = 28) -> Outcome:
        """Hand over an event and wait for what becomes of it; it is ended when it takes longer.

        Raises
        ------
        ValueError
            If Lambda would not take the event, for its size.
        """
        body = json.dumps(event).encode()
        if len(body) > MOST_BYTES:
            raise ValueError(f"{len(body)} bytes are more than the {MOST_BYTES} of an event")
        if self._process is None or self._process.poll() is not None:
            self.start()
        invocation = _Invocation(str(uuid.uuid4()), body, time.time() + timeout)
        self._waiting.put(invocation)
        end = time.monotonic() + timeout
        while True:
            try:
                request_id, outcome = self._outcomes.get(timeout=0.05)
                if request_id == invocation.request_id:
                    return outcome
            except queue.Empty:
                if self.process.poll() is not None:
                    return Outcome("exit")
                if time.monotonic() > end:
                    self.process.kill()
                    self.process.wait()
                    return Outcome("timeout")

    def peak_memory(self) -> int:
        """Return the bytes of memory that the process had at most, of Linux."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
        return 1024 * int(line.split()[1])

    def close(self) -> None:
        """End the process and the server."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._waiting.put(None)
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        function = self

        class Handler(QuietHandler):
            def do_GET(self) -> None:  # noqa: N802
                if self.path == f"{VERSION}/restore/next":
                    function.snapshots += 1
                    function.woken = time.perf_counter()
                    self.reply(200)
                    return
                assert self.path == f"{VERSION}/invocation/next", self.path
                asked_by = function.starts
                function._asked.set()
                invocation = function._waiting.get()
                if invocation is None:
                    return
                if asked_by != function.starts:  # by a process that has ended meanwhile
                    function._waiting.put(invocation)
                    self.close_connection = True
                    return
                headers = {
                    "Content-Type": "application/json",  # the runtime client crashes without
                    "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
                    "Lambda-Runtime-Deadline-Ms": str(int(1000 * invocation.deadline)),
                    "Lambda-Runtime-Invoked-Function-Arn": ARN,
                    "Lambda-Runtime-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0",
                }
                self.reply(200, invocation.body, headers)

            def do_POST(self) -> None:  # noqa: N802
                body = self.body()
                *_, request_id, kind = self.path.split("/")
                if kind in {"response", "error"} and request_id != "init":
                    function._outcomes.put((request_id, Outcome(kind, body)))
                self.reply(202, b'{"status": "OK"}', {})

            def body(self) -> bytes:
                if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                    return super().body()
                parts = []
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    parts.append(self.rfile.read(size))
                    self.rfile.readline()
                self.rfile.readline()
                return b"".join(parts)

        return Handler
