"""What a request may say, and what an answer says beyond a prediction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AliasChoices, AliasPath, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue

from model import (
    MAX_CHARACTERS,
    Classifier,
    Manifest,
    ModelReference,
    Prediction,
    UncalibratedPrediction,
    WordWeight,
    normalise,
)
from model.prediction import Backend

MAX_HEADLINES = 128
"""Headlines in one batch."""


def _normalised(value: Any) -> Any:
    # Before the check for a string, because a lone surrogate would fail it; and before the lengths, which
    # count what the model reads.
    return normalise(value) if isinstance(value, str) else value


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


class BatchRequest(BaseModel):
    """Many headlines, answered in order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    headlines: Annotated[list[Headline], Field(min_length=1, max_length=MAX_HEADLINES)]


@dataclass(frozen=True, slots=True)
class ExplainedPrediction(Prediction):
    """A prediction, and what each word did for its label."""

    explanation: list[WordWeight]


OnePrediction = UncalibratedPrediction | Prediction
"""The narrower kind first, for a union is described in its order."""
AnyPrediction = ExplainedPrediction | OnePrediction


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """Predictions in the order of the headlines."""

    predictions: list[OnePrediction]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the scores became probabilities, and below which confidence a person should look.

    `temperature` is null where the scores are another's, and nobody here has calibrated them.
    """

    temperature: float | None
    threshold: float


@dataclass(frozen=True, slots=True)
class ServedModel:
    """What is known about a model that is served; `metrics` are figures by split.

    Of a model that was not trained here, the last three are null or empty.
    """

    name: str
    version: str
    backend: Backend
    labels: list[str]
    base: str
    calibration: Calibration
    max_length: int | None
    metrics: Mapping[str, Mapping[str, JsonValue]]
    quantisation: str | None

    @classmethod
    def of(cls, classifier: Classifier, backend: Backend) -> "ServedModel":
        """Describe an open classifier."""
        description = classifier.description
        manifest = description if isinstance(description, Manifest) else None
        return cls(
            name=description.name,
            version=description.version,
            backend=backend,
            labels=list(description.labels),
            base=description.base,
            calibration=Calibration(manifest.temperature if manifest else None, description.threshold),
            max_length=manifest.max_length if manifest else None,
            metrics=manifest.metrics if manifest else {},
            quantisation=manifest.quantisation if manifest else None,
        )


@dataclass(frozen=True, slots=True)
class ModelList:
    """Every model that is served, the default one first."""

    models: list[ServedModel]


@dataclass(frozen=True, slots=True)
class Health:
    """The service is ready; when it is not, the answer is an error."""

    status: str
    model: ModelReference
