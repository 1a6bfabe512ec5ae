"""The schemas by which API Gateway refuses a body before the function is asked.

It counts no lists: AWS's notes on it say that `minItems` and `maxItems` are left out of its validation. They stand
in the schema for whoever reads it; the function is what refuses a list that is empty or too long.
"""

from typing import Any

from pydantic import BaseModel

from handlers.common.schemas import BatchRequest, ClassifyRequest, FeedbackRequest

REQUESTS: dict[str, type[BaseModel]] = {
    "classify": ClassifyRequest,
    "batch": BatchRequest,
    "feedback": FeedbackRequest,
}
"""What a body may be, by the name of its schema."""

DRAFT_4 = "http://json-schema.org/draft-04/schema#"
"""The draft that API Gateway speaks."""

LEFT_OUT = {
    "title",
    "description",
    "pattern",  # the function says which field has none of the characters, and API Gateway would not
    "maxLength",  # the function counts after it has collapsed whitespace, and takes what is longer before that
}


def request_schema(name: str) -> dict[str, Any]:
    """Return the schema of a body, which refuses nothing that the function would take."""
    return {"$schema": DRAFT_4, **_draft_4(REQUESTS[name].model_json_schema())}


def _draft_4(schema: dict[str, Any]) -> dict[str, Any]:
    kept = {keyword: value for keyword, value in schema.items() if keyword not in LEFT_OUT}
    if "properties" in kept:
        kept["properties"] = {name: _draft_4(one) for name, one in kept["properties"].items()}
    if "items" in kept:
        kept["items"] = _draft_4(kept["items"])
    return kept
