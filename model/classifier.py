"""What every backend is to the rest of the code."""

from collections.abc import Sequence
from typing import Protocol

from model.description import Description
from model.prediction import Prediction


class Classifier(Protocol):
    """A model that is ready to answer, wherever it runs."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Label names, in the order of `Prediction.probabilities`."""

    @property
    def version(self) -> str:
        """Version of the model that answers."""

    @property
    def description(self) -> Description:
        """What is known about the model; of one that was opened from an artifact, its whole manifest."""

    @property
    def explainable(self) -> "Classifier | None":
        """Who answers the same headline with words left out, for `explain`: itself, another, or nobody."""

    def classify(self, headlines: Sequence[str]) -> list[Prediction]:
        """Classify headlines, answers in the same order.

        Raises
        ------
        HeadlineError
            If one of them is empty once normalised; none is classified then.
        """
