"""The shipped model, as it ships."""

import random

import numpy as np
import pytest

from model import Classifier, ModelSettings, Prediction, explain, open_classifier

HEADLINES = {
    "Business": [
        "Central bank holds interest rates as inflation slows",
        "Carmaker's quarterly profit beats forecasts, shares jump",
        "Oil giant to buy rival in $12 billion deal",
    ],
    "Science": [
        "Astronomers spot water vapour around distant exoplanet",
        "Google unveils smartwatch software for developers",
        "NASA rover finds ancient lake bed on Mars",
    ],
    "Entertainment": [
        "Actress joins cast of superhero sequel",
        "Singer's new album debuts at number one",
        "Reality star shows off engagement ring on red carpet",
    ],
    "Health": [
        "New treatment for ADHD discovered",
        "Measles outbreak spreads as vaccination rates fall",
        "Study links poor sleep to higher risk of heart disease",
    ],
}

ODD = {
    "one letter": "a",
    "only punctuation": "?!...",
    "emoji": "\U0001f389\U0001f389 party \U0001f469\u200d\U0001f52c",
    "right to left": "وزارة الصحة تعلن عن لقاح جديد",
    "Chinese": "央行宣布降低利率",
    "control characters": "Fed\x00 raises\x1b[31m rates\x7f",
    "lone surrogate": "vaccine \ud83d trial",
    "one word of ten thousand letters": "a" * 10_000,
    "twenty thousand words": "flu " * 20_000,
    "combining marks": "e\u0301" * 500,
    "special tokens": "[CLS] [SEP] [MASK] [PAD] [UNK]",
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return open_classifier(ModelSettings())


@pytest.mark.parametrize(
    ("label", "headline"), [(label, text) for label, texts in HEADLINES.items() for text in texts]
)
def test_plain_headlines_get_their_label(classifier: Classifier, label: str, headline: str) -> None:
    assert classifier.classify([headline])[0].predicted_label == label


@pytest.mark.parametrize("name", ODD)
def test_any_text_gets_a_sound_answer(classifier: Classifier, name: str) -> None:
    (prediction,) = classifier.classify([ODD[name]])

    assert sum(prediction.probabilities[0]) == pytest.approx(1, abs=1e-5)
    assert prediction.truncated == (name == "twenty thousand words")


def test_a_headline_does_not_feel_its_batch_mates(classifier: Classifier) -> None:
    texts = [text for texts in HEADLINES.values() for text in texts] + list(ODD.values())
    alone = [classifier.classify([text])[0] for text in texts]

    shuffled = random.Random(7)
    for size in (2, 3, 8, 32, 200):
        company = shuffled.choices(range(len(texts)), k=size)
        together = classifier.classify([texts[index] for index in company])
        assert _largest_difference(together, [alone[index] for index in company]) <= 0.001


def _largest_difference(some: list[Prediction], others: list[Prediction]) -> float:
    rows = [np.array([answer.probabilities[0] for answer in answers]) for answers in (some, others)]
    return float(np.abs(rows[0] - rows[1]).max())


def test_the_words_that_decide_are_found(classifier: Classifier) -> None:
    prediction, weights = explain(classifier, "Measles outbreak spreads in the city")

    assert prediction.predicted_label == "Health"
    assert max(weights, key=lambda weight: weight.weight).word in {"Measles", "outbreak"}


def test_its_figures_are_recorded(classifier: Classifier) -> None:
    manifest = classifier.manifest

    assert manifest.labels == ("Business", "Science", "Entertainment", "Health")
    assert manifest.metrics["test"]["rows"] == 1336
    assert manifest.metrics["test"]["accuracy"] >= 0.938
    assert not manifest.code_revision.endswith("dirty")
