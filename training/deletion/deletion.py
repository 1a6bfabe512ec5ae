"""The deletion test: leave words out and see how far the score falls."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.classifier import Classifier
from model.explanation import WordWeight, explain
from model.headline import normalise
from training.bootstrap import Estimate, Rows, estimate
from training.deletion.order import MOST, ORDERS, RANDOM, Order, orders, without

WORDS = 3
"""Words that are left out, one more each time."""

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Deletion:
    """What became of the answers as words were left out; each sequence holds `WORDS` estimates, for 1 word, 2, ...

    Attributes
    ----------
    headlines
        How many were explained.
    drops
        By order of the words: mean fall of the predicted label's score, in points of probability.
    flips
        By order of the words: share of the headlines whose label changed.
    advantage
        Mean of what the words of most weight cost beyond words at random, headline by headline.
    best
        Mean fall for the single word whose loss costs most, which no explanation can surpass.
    """

    headlines: int
    drops: Mapping[str, Sequence[Estimate]]
    flips: Mapping[str, Sequence[Estimate]]
    advantage: Sequence[Estimate]
    best: Estimate

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as JSON content."""
        return {
            "headlines": self.headlines,
            "drops": {name: [each.as_dict() for each in found] for name, found in self.drops.items()},
            "flips": {name: [each.as_dict() for each in found] for name, found in self.flips.items()},
            "advantage": [each.as_dict() for each in self.advantage],
            "best": self.best.as_dict(),
        }


def delete_words(
    classifier: Classifier,
    headlines: Sequence[str],
    *,
    limit: int = 500,
    seed: int = 0,
    also: Mapping[str, Callable[[str], Order]] | None = None,
    progress: bool = True,
) -> Deletion:
    """Explain headlines and leave their words out, in several orders.

    The first steps of the deletion test of Samek et al. 2017, "Evaluating the Visualization of What a Deep Neural
    Network Has Learned"; DeYoung et al. 2020, for text, call the fall comprehensiveness.

    Parameters
    ----------
    classifier
        Who answers.
    headlines
        Those with more than `WORDS` words, not truncated, are used.
    limit
        Most headlines to explain, drawn at random.
    seed
        Of that draw and of the random orders.
    also
        Further orders, by name: what gives the one to try of a normalised headline.
    progress
        Whether to show a progress bar.

    Raises
    ------
    ValueError
        If no headline is long enough.
    """
    texts = [text for text in map(normalise, headlines) if text.count(" ") >= WORDS]
    texts = random.Random(seed).sample(texts, min(limit, len(texts)))
    also = also or {}
    falls: dict[str, list[Values]] = {name: [] for name in (*ORDERS, *also)}
    flips: dict[str, list[Values]] = {name: [] for name in (*ORDERS, *also)}
    best: list[float] = []
    for row, text in enumerate(tqdm(texts, desc="explanations", unit=" headlines", disable=not progress)):
        prediction, weights = explain(classifier, text)
        if prediction.truncated:
            continue
        further = {name: [order(text)] for name, order in also.items()}
        for name, tried in (orders(weights, seed + row) | further).items():
            fall, flip = _falls(classifier, prediction.predicted_label, prediction.confidence, weights, tried)
            falls[name].append(fall.mean(axis=0))
            flips[name].append(flip.mean(axis=0))
            if name == RANDOM:
                best.append(float(fall[:, 0].max()))
    if not best:
        raise ValueError(
            f"none of the {len(headlines)} headlines has more than {WORDS} words and is read whole"
        )
    ahead = np.array(falls[MOST]) - np.array(falls[RANDOM])
    return Deletion(
        headlines=len(best),
        drops={name: _means(np.array(rows)) for name, rows in falls.items()},
        flips={name: _means(np.array(rows)) for name, rows in flips.items()},
        advantage=_means(ahead),
        best=_means(np.array(best)[:, None])[0],
    )


def _falls(
    classifier: Classifier, label: str, score: float, weights: Sequence[WordWeight], tried: Sequence[Order]
) -> tuple[Values, Values]:
    """Return how far the score fell and whether the label changed, of shape (orders, `WORDS`)."""
    texts = [without(weights, order, count) for order in tried for count in range(1, WORDS + 1)]
    answers = classifier.classify(texts)
    fall = np.array([score - answer.scores[label] for answer in answers])
    flip = np.array([answer.predicted_label != label for answer in answers], dtype=np.float64)
    shape = (len(tried), WORDS)
    return fall.reshape(shape), flip.reshape(shape)


def _means(values: Values) -> list[Estimate]:
    """Return the mean of each column of shape (headlines, columns)."""

    def mean_of(column: Values) -> Estimate:
        def mean(rows: Rows) -> float:
            return float(column[rows].mean())

        return estimate(mean, len(column))

    return [mean_of(column) for column in values.T]
