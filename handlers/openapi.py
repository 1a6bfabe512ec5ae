"""Write the API's description: `python -m handlers.openapi` asks the API for the examples, then writes both.

Run it after a change of a route, of a schema, or of the shipped model.
"""

import json
import sys
from pathlib import Path
from typing import Any

from handlers.common import classifiers, documentation, examples
from handlers.routes import api

FILE = Path(__file__).parents[1] / "openapi.json"


def main() -> int:
    """Renew the examples and the description; return the exit code."""
    recorded = {name: ask(question) for name, question in examples.QUESTIONS.items()}
    examples.FILE.write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    FILE.write_text(documentation.specification(api), encoding="utf-8")
    sys.stdout.write(f"Wrote {examples.FILE.name} and {FILE.name}\n")
    return 0


def ask(question: examples.Question) -> Any:
    """Return what the API really answers to a question.

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
    answer = api.resolve(event, None)
    if answer["statusCode"] != 200:
        raise ValueError(f"{question.method} {path} answers {answer['statusCode']}: {answer['body']}")
    return json.loads(answer["body"])


if __name__ == "__main__":
    sys.exit(main())
