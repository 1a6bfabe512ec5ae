from pathlib import Path

import numpy as np
import pytest

from model.artifact import Artifact, open_artifact
from model.backends.local import LocalClassifier
from tests.artifacts import MANIFEST_OF_WORDS, make_artifact
from training.data import Prepared
from training.measurement import measure
from training.recipe import RecipeError


@pytest.fixture
def artifact(tmp_path: Path) -> Artifact:
    from dataclasses import replace

    manifest = replace(MANIFEST_OF_WORDS, temperature=2.0)
    words = {"shares": (3.0, 0.0), "flu": (0.0, 3.0)}
    return open_artifact(make_artifact(tmp_path / "artifact", words, manifest=manifest))


def test_the_probabilities_are_those_that_are_served(artifact: Artifact, prepared: Prepared) -> None:
    found = measure(artifact, prepared, "test", {})

    (answers,) = found.answers
    served = LocalClassifier(artifact).classify(answers.split.texts)
    assert answers.probabilities.tolist() == [prediction.probabilities[0] for prediction in served]
    assert found.uncalibrated.max() == pytest.approx(1 / (1 + np.exp(-3)))
    assert answers.confidence.max() == pytest.approx(1 / (1 + np.exp(-1.5)), abs=1e-6)


def test_a_further_file_is_measured_without_what_was_trained_on(
    artifact: Artifact, prepared: Prepared, tmp_path: Path
) -> None:
    trained = prepared.split("train").texts[0]
    (tmp_path / "other.csv").write_text(f"headline,label\n{trained},Health\nflu elsewhere,Health\n")

    found = measure(artifact, prepared, "test", {"other": tmp_path / "other.csv"})

    assert found.answers[1].split.texts == ["flu elsewhere"]
    assert found.answers[1].correct.tolist() == [True]
    assert found.seen == {"other": 1}


def test_a_further_file_cannot_take_the_name_of_the_split(artifact: Artifact, prepared: Prepared) -> None:
    with pytest.raises(RecipeError, match="'test' is the name of the split"):
        measure(artifact, prepared, "test", {"test": Path("x.csv")})
