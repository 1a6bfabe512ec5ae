"""What a classifier says of itself."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from model.classifier import Classifier
from model.description import Description
from model.prediction import Prediction


class Described(ABC):
    """The part of a classifier that is the same wherever the model runs."""

    def __init__(self, description: Description) -> None:
        self._description = description

    @property
    def labels(self) -> tuple[str, ...]:
        return self._description.labels

    @property
    def version(self) -> str:
        return self._description.version

    @property
    def description(self) -> Description:
        return self._description

    @property
    def explainable(self) -> Classifier | None:
        return self

    @abstractmethod
    def classify(self, headlines: Sequence[str]) -> list[Prediction]:
        """Classify headlines, answers in the same order; see `Classifier`."""
