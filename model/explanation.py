"""Which words decided: each word left out once, and left alone once."""

from dataclasses import dataclass

from model.classifier import Classifier
from model.headline import normalise
from model.manifest import Manifest
from model.prediction import DECIMALS, Prediction

MAX_WORDS = 128
"""That are weighed, where nobody says how much the model reads."""


@dataclass(frozen=True, slots=True)
class WordWeight:
    """What one word did for the predicted label.

    `weight` is in points of probability, in [-1, 1]: positive when the word speaks for the label, negative when
    it speaks against it.
    """

    word: str
    weight: float


def explain(classifier: Classifier, headline: str) -> tuple[Prediction, list[WordWeight]]:
    """Classify a headline and weigh each of its words.

    The weight of word `i` is the mean of what it adds as the last word and as the first,

        ((p(all) - p(all but i)) + (p(i alone) - 1 / labels)) / 2

    with `p` the probability of the predicted label: the two ends of the sum of which a Shapley value is the mean
    (Shapley 1953). The first difference alone, occlusion (Zeiler & Fergus 2014), is nothing for every word where
    several say the same. All variants are classified in one call. Of a truncated headline the words that were read
    to their end are weighed, the others weigh nothing.

    Parameters
    ----------
    classifier
        Who answers.
    headline
        The text; normalised here.

    Returns
    -------
    prediction
        The same answer as `classify` gives.
    weights
        One entry per word of the normalised headline, in reading order; none where nobody can tell, as of a large
        language model.

    Raises
    ------
    HeadlineError
        If the headline is empty once normalised.
    """
    explainable = classifier.explainable
    if explainable is not classifier:
        (prediction,) = classifier.classify([headline])
        if explainable is None:
            return prediction, []
        weighed, found = explain(explainable, headline)
        return prediction, found if weighed.model == prediction.model else []
    words = normalise(headline).split(" ")
    description = classifier.description
    limit = description.max_length if isinstance(description, Manifest) else MAX_WORDS
    read = words[:limit]  # more than that are hardly ever read
    prediction, *variants = classifier.classify([headline, *_variants(read)])
    whole = prediction
    if prediction.truncated:
        prefixes = [" ".join(read[: index + 1]) for index in range(len(read))]
        read = read[: sum(not prefix.truncated for prefix in classifier.classify(prefixes))]
        if not read:
            return prediction, [WordWeight(word, 0.0) for word in words]
        whole, *variants = classifier.classify([" ".join(read), *_variants(read)])
    label, chance = prediction.predicted_label, 1 / len(classifier.labels)
    scores = [variant.scores[label] for variant in variants]
    alone, without = scores[: len(read)], scores[len(read) :] or [chance]
    weights = [
        (whole.scores[label] - left_out + left_alone - chance) / 2
        for left_out, left_alone in zip(without, alone, strict=True)
    ]
    weights += [0.0] * (len(words) - len(read))
    return prediction, [
        WordWeight(word, round(weight, DECIMALS)) for word, weight in zip(words, weights, strict=True)
    ]


def _variants(words: list[str]) -> list[str]:
    """Return each word alone, and then all but each; of a single word, only itself."""
    if len(words) == 1:
        return words
    return [*words, *(" ".join(words[:index] + words[index + 1 :]) for index in range(len(words)))]
