"""Questions to the API and its real answers, for the description."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("examples.json")
"""The answers, by the name of the question; `python -m handlers.openapi` asks again and writes them."""

HEADLINE = "New treatment for ADHD discovered"


@dataclass(frozen=True, slots=True)
class Question:
    """A request that shows a route; `path` is the route as the description writes it."""

    method: str
    path: str
    body: dict[str, Any] | None = None
    query: str = ""
    status: int = 200


QUESTIONS = {
    "headline": Question("POST", "/v1/classify", {"headline": HEADLINE}),
    "inputs": Question("POST", "/v1/classify", {"inputs": HEADLINE}),
    "query": Question("POST", "/v1/classify", {"query": {"headline": HEADLINE}}),
    "explained": Question("POST", "/v1/classify", {"headline": HEADLINE}, "explain=true"),
    "batch": Question(
        "POST", "/v1/classify/batch", {"headlines": [HEADLINE, "Singer's new album debuts at number one"]}
    ),
    "by_model": Question("POST", "/v1/models/{model}/classify", {"headline": HEADLINE}),
    "models": Question("GET", "/v1/models"),
    "model": Question("GET", "/v1/models/{model}"),
    "health": Question("GET", "/v1/health"),
    "correction": Question(
        "POST",
        "/v1/feedback",
        {"headline": HEADLINE, "label": "Science", "predicted_label": "Health"},
        status=201,
    ),
}


def answers() -> dict[str, Any]:
    """Return the recorded answers by the name of the question."""
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content
