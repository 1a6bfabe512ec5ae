import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.artifact import open_artifact
from model.backends.local import LocalClassifier
from tests.answering import answers
from tests.artifacts import MANIFEST_OF_WORDS, make_artifact
from training.data import Prepared
from training.release.answers import ReleaseAnswers, answers_of, key_of
from training.release.errors import ReleaseError

WORDS = {"shares": (3.0, 0.0), "flu": (0.0, 3.0)}


def test_the_answers_are_those_that_are_served(prepared: Prepared, tmp_path: Path) -> None:
    artifact = open_artifact(make_artifact(tmp_path, WORDS))

    found = answers_of(artifact, prepared)

    split = prepared.split("test")
    served = LocalClassifier(artifact).classify(split.texts)
    assert found.probabilities.tolist() == [one.probabilities[0] for one in served]
    assert (found.split, found.fingerprint, found.labels) == ("test", prepared.fingerprint, prepared.labels)
    assert found.truth.tolist() == split.labels
    assert found.keys == tuple(key_of(text) for text in split.texts)


def test_the_file_holds_no_text_and_is_read_as_it_was_written(prepared: Prepared, tmp_path: Path) -> None:
    found = answers_of(open_artifact(make_artifact(tmp_path, WORDS)), prepared)

    written = found.to_json()

    assert not any(text.encode() in written for text in prepared.split("test").texts)
    read = ReleaseAnswers.from_content(json.loads(written), "answers.json")
    assert read.to_json() == written
    assert read.predicted.tolist() == found.predicted.tolist()


def test_a_key_is_that_of_the_normalised_headline() -> None:
    assert key_of(" Fed  holds\trates ") == key_of("Fed holds rates")
    assert key_of("Fed holds rates") != key_of("fed holds rates")
    assert len(key_of("Fed")) == 64


def test_headlines_with_other_labels_are_refused(prepared: Prepared, tmp_path: Path) -> None:
    artifact = open_artifact(
        make_artifact(tmp_path, WORDS, manifest=replace(MANIFEST_OF_WORDS, labels=("Good", "Bad")))
    )

    with pytest.raises(ReleaseError, match="is labelled Business, Health; words has Good, Bad"):
        answers_of(artifact, prepared)


def test_who_is_unsure_needs_review() -> None:
    found = answers([True] * 4, confidence=0.75)

    assert found.unsure(0.8).all()
    assert not found.unsure(0.7).any()
    assert found.unsure(1).all()


@pytest.mark.parametrize(
    "change",
    [
        {"keys": ["a"]},
        {"truth": [0, 2]},
        {"truth": [0, -1]},
        {"truth": [0, "x"]},
        {"probabilities": [[0.5, 0.5]]},
        {"probabilities": [[0.5, 0.5], [0.5]]},
        {"probabilities": None},
        {"labels": None},
    ],
)
def test_what_holds_no_answers_is_refused(change: dict[str, object]) -> None:
    content = json.loads(answers([True, True]).to_json()) | change

    with pytest.raises(ReleaseError, match=r"x/answers\.json does not hold answers"):
        ReleaseAnswers.from_content(content, "x/answers.json")


def test_probabilities_are_kept_as_they_are_served() -> None:
    found = replace(answers([True, True]), probabilities=np.array([[1 / 3, 2 / 3], [0.1234567, 0.8765433]]))

    assert json.loads(found.to_json())["probabilities"] == [[0.333333, 0.666667], [0.123457, 0.876543]]
