"""Requests that are plainly right, read without the libraries that can say what is wrong with the others.

Those libraries (pydantic, and Powertools' router) are nearly half of a cold start; a request that needs them waits
for them once. What is read here is what `handlers.common.schemas` reads: the tests hold one to the other. What is
not understood here is left to it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.common.responses import JSON
from model import MAX_CHARACTERS, normalise

MAX_HEADLINES = 128
"""Headlines in one batch."""
MAX_BODY = 2 * 1024 * 1024
"""Bytes of a body: 128 headlines of 1,000 characters fit, even with every one written as `\\uXXXX\\uXXXX`."""

ONE, MANY, NAMED = "/v1/classify", "/v1/classify/batch", "/v1/models/{model}/classify"
"""As API Gateway names the routes."""
_NAME = re.compile(r"[A-Za-z0-9-]+")
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class PlainRequest:
    """What is to be classified.

    Attributes
    ----------
    headlines
        Normalised, none of them empty or too long.
    single
        Whether the answer is one prediction, or a list of them.
    model
        Name of the model; the default one unless told.
    explain
        Whether each word is weighed, of a single headline.
    """

    headlines: tuple[str, ...]
    single: bool = True
    model: str | None = None
    explain: bool = False


def read_plain(event: Any) -> PlainRequest | None:
    """Read an event of API Gateway, or of a direct invocation; nothing, where it takes more to read it."""
    if not isinstance(event, dict):
        return None
    try:
        return _of_gateway(event) if "httpMethod" in event else _of_body(event)
    except (AttributeError, LookupError, TypeError, ValueError):  # it is like nothing that API Gateway makes
        return None


def media_type(headers: Mapping[str, str]) -> str:
    """Return the type of a body, in lower case, from headers whose names are in lower case."""
    return headers.get("content-type", JSON).partition(";")[0].strip().lower()


def lower(headers: Mapping[str, str] | None) -> dict[str, str]:
    """Return headers with their names in lower case."""
    return {name.lower(): value for name, value in (headers or {}).items()}


def _of_gateway(event: dict[str, Any]) -> PlainRequest | None:
    route, body = event.get("resource"), event.get("body")
    if event["httpMethod"] != "POST" or route not in {ONE, MANY, NAMED} or not isinstance(body, str):
        return None
    if event.get("isBase64Encoded") or media_type(lower(event.get("headers"))) != JSON:
        return None
    model = (event.get("pathParameters") or {}).get("model") if route == NAMED else None
    if route == NAMED and not (isinstance(model, str) and _NAME.fullmatch(model)):
        return None
    query = event.get("multiValueQueryStringParameters") or {}
    explain = None if event.get("queryStringParameters") and not query else _explain(query)
    found = _of_text(body) if explain is not None else None
    if found is None or found.single is (route == MANY):
        return None
    return PlainRequest(found.headlines, found.single, model, explain is True)


def _explain(query: Mapping[str, Sequence[str]]) -> bool | None:
    """Return whether words are to be weighed; nothing, where the query says anything else."""
    if not query:
        return False
    values = query.get("explain", ())
    return _TRUTH.get(values[0]) if len(query) == len(values) == 1 else None


def _of_text(text: str) -> PlainRequest | None:
    if 4 * len(text) > MAX_BODY:  # no character has more bytes; whether it is too large is for others to say
        return None
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return _of_body(body) if isinstance(body, dict) else None


def _of_body(body: dict[str, Any]) -> PlainRequest | None:
    if len(body) != 1:
        return None
    ((form, value),) = body.items()
    if form == "query" and isinstance(value, dict) and value.keys() == {"headline"}:
        form, value = "headline", value["headline"]
    if form in {"headline", "inputs"}:
        headlines, single = [value], True
    elif form == "headlines" and isinstance(value, list) and 0 < len(value) <= MAX_HEADLINES:
        headlines, single = value, False
    else:
        return None
    texts = tuple(normalise(one) for one in headlines if isinstance(one, str))
    fits = len(texts) == len(headlines) and all(0 < len(text) <= MAX_CHARACTERS for text in texts)
    return PlainRequest(texts, single) if fits else None
