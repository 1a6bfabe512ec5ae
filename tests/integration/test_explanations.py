"""The explanations of the shipped model are true: its top words matter."""

from pathlib import Path

import pytest

from model.backends.local import LocalClassifier
from training.behaviour import load_cases
from training.deletion import Deletion, delete_words

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def deletion() -> Deletion:
    classifier = LocalClassifier.open(ROOT / "model/release")
    cases = load_cases(ROOT / "tests/behaviour", classifier.labels)
    assert cases.minimum
    return delete_words(classifier, cases.minimum.texts(), limit=40, progress=False)


def test_words_of_most_weight_cost_more_than_words_at_random(deletion: Deletion) -> None:
    assert deletion.headlines == 40
    assert all(found.low is not None and found.low > 0 for found in deletion.advantage), deletion.as_dict()


def test_words_of_least_weight_cost_next_to_nothing(deletion: Deletion) -> None:
    most, least = deletion.drops["most weight first"], deletion.drops["least weight first"]

    assert all(kept.value < lost.value / 5 for kept, lost in zip(least, most, strict=True))
