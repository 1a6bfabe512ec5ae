"""What a request may say."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AliasChoices, AliasPath, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from handlers.common.errors import invalid
from handlers.common.plain import MAX_HEADLINES, PlainRequest
from model import MAX_CHARACTERS, normalise


def _normalised(value: Any) -> Any:
    # Before the check for a string, because a lone surrogate would fail it; and before the lengths, which
    # count what the model reads.
    return normalise(value) if isinstance(value, str) else value


MAX_NAME = 200
"""Characters of a label, a model, a version."""

Headline = Annotated[
    str,
    Field(
        min_length=1, max_length=MAX_CHARACTERS, description="Length counts after whitespace is collapsed."
    ),
    BeforeValidator(_normalised),
]


def _three_forms(schema: dict[str, Any]) -> None:
    """Describe all three forms; pydantic's own schema knows only the first alias."""
    headline = schema["properties"]["headline"]
    query = {
        "type": "object",
        "properties": {"headline": headline},
        "required": ["headline"],
        "title": "Query",
    }
    schema["properties"] = {"headline": headline, "inputs": {**headline, "title": "Inputs"}, "query": query}
    schema["oneOf"] = [{"required": [form]} for form in schema["properties"]]
    del schema["required"]


class ClassifyRequest(BaseModel):
    """One headline, in one of three forms: `headline`, `inputs`, or `query.headline`.

    Other fields are refused: a `parameters` that silently changes nothing would mislead.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra=_three_forms,
    )

    headline: Headline = Field(
        validation_alias=AliasChoices("headline", "inputs", AliasPath("query", "headline"))
    )


def _without_default(schema: dict[str, Any]) -> None:
    del schema["default"]


def _told(most: int, description: str, pattern: str | None = None) -> Any:
    """Describe a word that may be left out; what is left out is empty, and what is sent must not be."""
    return Field(
        "",
        min_length=1,
        max_length=most,
        pattern=pattern,
        description=description,
        json_schema_extra=_without_default,
    )


class FeedbackRequest(BaseModel):
    """What a person says a headline is, and optionally what the model said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    headline: Headline
    label: str = Field(min_length=1, max_length=MAX_NAME, description="The right one, of those of the model.")
    model: str = _told(MAX_NAME, "A name from `GET /v1/models`; the default one unless told.")
    version: str = _told(
        MAX_NAME, "That of the model that answered; the one that is served unless told.", r"^[!-~]+$"
    )
    predicted_label: str = _told(MAX_NAME, "What the model said.")


class BatchRequest(BaseModel):
    """Many headlines, answered in order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    headlines: Annotated[list[Headline], Field(min_length=1, max_length=MAX_HEADLINES)]


def read_direct(event: Any) -> PlainRequest:
    """Read the event of a direct invocation: the forms of the HTTP requests, without HTTP.

    Raises
    ------
    ApiError
        If it is none of them; no cause is attached, because a cause may quote the headline.
    """
    try:
        if isinstance(event, Mapping) and "headlines" in event:
            return PlainRequest(tuple(BatchRequest.model_validate(event).headlines), single=False)
        return PlainRequest((ClassifyRequest.model_validate(event).headline,))
    except ValidationError as error:
        raise invalid((item["loc"], item["msg"]) for item in error.errors()) from None
