"""A classifier that fails where it is told to."""

from collections.abc import Sequence

from model import BackendError, Prediction
from model.backends.described import Described
from model.backends.local import LocalClassifier


class Choosy(Described):
    """A real model that fails where a headline says `poison`, as one elsewhere may."""

    def __init__(self, classifier: LocalClassifier) -> None:
        super().__init__(classifier.description)
        self._classifier = classifier
        self.calls = 0

    def classify(self, headlines: Sequence[str]) -> list[Prediction]:
        self.calls += 1
        if any("poison" in headline for headline in headlines):
            raise BackendError("no answer")
        return self._classifier.classify(headlines)
