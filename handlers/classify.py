"""One headline or many in, predictions out: over HTTP, and by direct invocation."""

import importlib
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from handlers.common import classification, classifiers, gateway
from handlers.common.observability import log_answer, observed
from handlers.common.plain import PlainRequest, read_plain
from handlers.common.refusals import refusal_of
from handlers.common.snapshot import on_snapshot

classifiers.shelf.warm_up()  # while the function starts, when Lambda lends it a whole CPU


@on_snapshot
def prepare() -> None:
    """Have all that a request may need in the snapshot.

    Raises
    ------
    ApiError
        If a model cannot be opened.
    """
    importlib.import_module("handlers.routes")
    classifiers.shelf.rehearse()


@observed
def handler(event: Any, context: Any) -> Any:
    """Answer an API Gateway event with a response, any other event with the bare prediction."""
    request = read_plain(event)
    if not (isinstance(event, Mapping) and "httpMethod" in event):
        return invoke(event, request)
    if request is not None:
        return respond(request, event, context)
    from handlers.routes import api  # noqa: PLC0415 (slow to import, and seldom needed)

    return api.resolve(event, context)


def respond(request: PlainRequest, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request over HTTP as `handlers.routes` does; never raises."""
    started = time.perf_counter()
    try:
        answer = gateway.reply(200, asdict(classification.answer(request)))
    except Exception as error:
        answer = gateway.refuse(refusal_of(error), gateway.request_id(event, context))
    gateway.log(event, answer, started)
    return answer


def invoke(event: Any, request: PlainRequest | None) -> dict[str, Any]:
    """Answer a direct invocation: the forms of the HTTP requests, and the same answers.

    Raises
    ------
    ApiError
        If the event is not a request or cannot be answered. Its words are all that Lambda reports of it: no
        cause is attached, because a cause may quote the headline.
    """
    started = time.perf_counter()
    try:
        if request is None:
            from handlers.common.schemas import read_direct  # noqa: PLC0415 (slow to import, and seldom needed)

            request = read_direct(event)
        answer = asdict(classification.answer(request))
    except Exception as error:
        refusal = refusal_of(error)
        log_answer("invoke", refusal.status, 1000 * (time.perf_counter() - started))
        raise refusal from None
    log_answer("invoke", 200, 1000 * (time.perf_counter() - started))
    return answer
