"""A server that speaks Bedrock's `Converse` over HTTP, and misbehaves on demand."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from tests.fake_service import Answer, FakeService, serving

USAGE = {"inputTokens": 300, "outputTokens": 40, "totalTokens": 340}


def said(*content: dict[str, Any], stop: str = "tool_use", **other: Any) -> Answer:
    """Return what a model says, as `Converse` has it."""
    message = {"role": "assistant", "content": list(content)}
    body = {"output": {"message": message}, "stopReason": stop, "usage": USAGE, "metrics": {"latencyMs": 9}}
    return Answer(body=json.dumps(body).encode(), **other)


def call(arguments: Any, name: str = "classify") -> dict[str, Any]:
    """Return a call of a tool, as part of what a model says."""
    return {"toolUse": {"toolUseId": "tool-1", "name": name, "input": arguments}}


def filed(label: str, confidence: float = 0.9, **other: Any) -> Answer:
    """Return the answer of a model that does as it should."""
    return said(call({"label": label, "confidence": confidence}), **other)


class FakeBedrock(FakeService):
    """A large language model; `model` is given the headline that stands in the message."""

    def __init__(self, model: Callable[[str], Answer]) -> None:
        super().__init__(lambda body: model(headline_in(body)))

    @property
    def headlines(self) -> list[str]:
        return [headline_in(body) for _, _, body in self.asked]

    def serving(self) -> AbstractContextManager[None]:
        return serving(self, "AWS_ENDPOINT_URL_BEDROCK_RUNTIME")


def headline_in(body: Any) -> str:
    """Return the headline that a request asks about."""
    (message,) = body["messages"]
    (block,) = message["content"]
    headline: str = json.loads(block["text"])["headline"]
    return headline
