"""Write what describes the API: `python -m handlers.openapi`, after a change of a route, a schema, or the model.

It asks the API for the examples, then writes them, the description, and the schemas that API Gateway holds a body
against.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from handlers import feedback
from handlers.common import classifiers, documentation, examples
from handlers.common.request_schemas import REQUESTS, request_schema
from handlers.corrections.keeper import Keeper
from handlers.corrections.settings import Settings
from handlers.routes import api, described

FILE = Path(__file__).parents[1] / "openapi.json"
SCHEMAS = Path(__file__).parents[1] / "infrastructure/schemas"
CORRECTED = "/v1/feedback"
MOMENT = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""At which the example of a correction came."""


def main() -> int:
    """Renew the examples, the description and the schemas; return the exit code."""
    recorded = {name: ask(question) for name, question in examples.QUESTIONS.items()}
    examples.FILE.write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    FILE.write_text(documentation.specification(described()), encoding="utf-8")
    for name in REQUESTS:
        (SCHEMAS / f"{name}.json").write_text(schema_text(name), encoding="utf-8")
    sys.stdout.write(f"Wrote {examples.FILE.name}, {FILE.name} and {', '.join(REQUESTS)} in {SCHEMAS.name}\n")
    return 0


def schema_text(name: str) -> str:
    """Return the schema of a body as it stands in its file."""
    return json.dumps(request_schema(name), indent=2) + "\n"


def ask(question: examples.Question) -> Any:
    """Return what the API really answers to a question; a correction among them is kept nowhere.

    Raises
    ------
    ValueError
        If the answer is an error.
    """
    path = question.path.format(model=classifiers.shelf.default().description.name)
    query = dict(pair.split("=") for pair in question.query.split("&") if pair)
    event = {
        "httpMethod": question.method,
        "resource": question.path,
        "path": path,
        "headers": {"Content-Type": "application/json"},
        "queryStringParameters": query,
        "requestContext": {"requestId": "example", "stage": "", "path": path},
        "body": json.dumps(question.body) if question.body else None,
    }
    with _forgetful():
        answer = (feedback.api if question.path == CORRECTED else api).resolve(event, None)
    if answer["statusCode"] != question.status:
        raise ValueError(f"{question.method} {path} answers {answer['statusCode']}: {answer['body']}")
    return json.loads(answer["body"])


@contextmanager
def _forgetful() -> Iterator[None]:
    """Keep corrections in a file that goes away, and as if they came at one moment: an example stays the same."""
    keeper = feedback.keeper
    with TemporaryDirectory() as folder:
        kept = Settings(file=Path(folder) / "feedback.jsonl")
        feedback.keeper = Keeper(lambda: kept, clock=lambda: MOMENT)
        try:
            yield
        finally:
            feedback.keeper = keeper


if __name__ == "__main__":
    sys.exit(main())
