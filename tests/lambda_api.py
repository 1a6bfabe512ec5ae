"""A server that speaks Lambda's `Invoke` over HTTP, and has a function behind it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.lambda_function import LambdaFunction
from benchmarks.loopback import QuietHandler, serving_on_loopback


@contextmanager
def serving_lambda(function: LambdaFunction, name: str) -> Iterator[str]:
    """Serve one function under its name on loopback; yields the address."""

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            event = json.loads(self.body() or "null")
            if self.path.split("?")[0] != f"/2015-03-31/functions/{name}/invocations":
                self.reply(404, b'{"Message": "-"}', {"x-amzn-ErrorType": "ResourceNotFoundException"})
                return
            outcome = function.invoke(event)
            failed = {"X-Amz-Function-Error": "Unhandled"} if outcome.kind != "response" else {}
            told = {"Content-Type": "application/json", "X-Amz-Executed-Version": "$LATEST"}
            self.reply(200, outcome.body, told | failed)

    with serving_on_loopback(Handler) as port:
        yield f"http://127.0.0.1:{port}"
