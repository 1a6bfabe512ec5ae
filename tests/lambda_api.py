"""A server that speaks Lambda's `Invoke` over HTTP, and has a function behind it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.lambda_runtime import LambdaFunction


@contextmanager
def serving_lambda(function: LambdaFunction, name: str) -> Iterator[str]:
    """Serve one function under its name on loopback; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            event = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or "null")
            if self.path.split("?")[0] != f"/2015-03-31/functions/{name}/invocations":
                self._reply(
                    404,
                    b'{"Message": "Function not found"}',
                    {"x-amzn-ErrorType": "ResourceNotFoundException"},
                )
                return
            outcome = function.invoke(event)
            failed = {"X-Amz-Function-Error": "Unhandled"} if outcome.kind != "response" else {}
            self._reply(200, outcome.body, {"X-Amz-Executed-Version": "$LATEST", **failed})

        def _reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for header, value in headers.items():
                self.send_header(header, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
