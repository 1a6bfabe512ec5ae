"""What an explanation costs beside an answer."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from time import perf_counter
from typing import Any

import numpy as np

from model.backends.described import Described
from model.classifier import Classifier
from model.explanation import explain
from model.prediction import Prediction
from training.bootstrap import Estimate, Rows, estimate

HEADLINES = 100
"""That are timed, unless told otherwise."""
WARM_UP = 5


@dataclass(frozen=True)
class Cost:
    """What an explanation costs.

    Attributes
    ----------
    headlines
        How many were timed.
    words
        Mean number of their words.
    calls, texts
        Calls of the classifier per explanation and texts it answered in them, both on average.
    classify_ms, explain_ms
        Median time of one answer and of one explanation, in milliseconds.
    times
        The one in multiples of the other: median of the ratios, headline by headline.
    """

    headlines: int
    words: float
    calls: float
    texts: float
    classify_ms: float
    explain_ms: float
    times: Estimate

    @property
    def in_answers(self) -> str:
        """Return `times` with its interval, for a person."""
        if self.times.low is None or self.times.high is None:
            return f"{self.times.value:.1f}"
        return f"{self.times.value:.1f} ({self.times.low:.1f} to {self.times.high:.1f})"

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as JSON content."""
        return asdict(self)


class Counting(Described):
    """A classifier that counts what it is asked."""

    def __init__(self, classifier: Classifier) -> None:
        super().__init__(classifier.description)
        self._classifier = classifier
        self.calls = 0
        self.texts = 0

    def classify(self, headlines: Sequence[str]) -> list[Prediction]:
        self.calls += 1
        self.texts += len(headlines)
        return self._classifier.classify(headlines)


def measure_cost(classifier: Classifier, headlines: Sequence[str], *, limit: int = HEADLINES) -> Cost:
    """Time answers and explanations of the same headlines, in turns.

    Parameters
    ----------
    classifier
        Who answers.
    headlines
        The first `limit` are used.

    Raises
    ------
    ValueError
        If there is no headline.
    """
    if not headlines:
        raise ValueError("there is not a single headline to explain")
    chosen = headlines[:limit]
    counting = Counting(classifier)
    for text in chosen[:WARM_UP]:
        explain(classifier, text)
    times = np.array(
        [
            (_seconds(partial(classifier.classify, [text])), _seconds(partial(explain, counting, text)))
            for text in chosen
        ]
    )
    ratios = times[:, 1] / times[:, 0]

    def median(rows: Rows) -> float:
        return float(np.median(ratios[rows]))

    classify_ms, explain_ms = 1000 * np.median(times, axis=0)
    return Cost(
        headlines=len(chosen),
        words=float(np.mean([len(text.split()) for text in chosen])),
        calls=counting.calls / len(chosen),
        texts=counting.texts / len(chosen),
        classify_ms=float(classify_ms),
        explain_ms=float(explain_ms),
        times=estimate(median, len(chosen)),
    )


def _seconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start
