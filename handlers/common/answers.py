"""What an answer says beyond a prediction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from model import Classifier, Manifest, ModelReference, Prediction, UncalibratedPrediction, WordWeight
from model.prediction import Backend


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
    metrics: Mapping[str, Mapping[str, Any]]
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
