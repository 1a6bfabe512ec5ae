"""Which words decided: occlusion, one word at a time."""

from dataclasses import dataclass

from model.classifier import Classifier
from model.headline import normalise
from model.prediction import DECIMALS, Prediction


@dataclass(frozen=True, slots=True)
class WordWeight:
    """What one word did for the predicted label.

    `weight` is the probability of the predicted label with the word minus the one without it: positive when
    the word speaks for the label, negative when it speaks against it; in [-1, 1].
    """

    word: str
    weight: float


def explain(classifier: Classifier, headline: str) -> tuple[Prediction, list[WordWeight]]:
    """Classify a headline and weigh each of its words.

    Each word is left out once (occlusion, Zeiler & Fergus 2014) and all variants are classified in one call.
    A headline of a single word has nothing left without it, so its weight is its whole margin over chance,
    `p - 1 / number of labels`. Words too far back for the model to read weigh nothing.

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
        One entry per word of the normalised headline, in reading order.

    Raises
    ------
    HeadlineError
        If the headline is empty once normalised.
    """
    words = normalise(headline).split(" ")
    read = words[: classifier.manifest.max_length]  # a word is at least one token
    without = [" ".join(words[:index] + words[index + 1 :]) for index in range(len(read))]
    prediction, *occluded = classifier.classify([headline, *filter(None, without)])
    label = prediction.predicted_label
    if len(words) == 1:
        remaining = [1 / len(classifier.labels)]
    else:
        remaining = [variant.scores[label] for variant in occluded]
    unread = [prediction.scores[label]] * (len(words) - len(read))
    weights = [
        WordWeight(word, round(prediction.scores[label] - score, DECIMALS))
        for word, score in zip(words, remaining + unread, strict=True)
    ]
    return prediction, weights
