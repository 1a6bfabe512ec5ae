"""The shipped model behaves: the cases of tests/behaviour, each held to the bound beside it."""

from pathlib import Path

import pytest

from model.backends.local import LocalClassifier
from training.behaviour import Result, describe, load_cases, run

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def result() -> Result:
    classifier = LocalClassifier.open(ROOT / "model/release")
    return run(classifier, load_cases(ROOT / "tests/behaviour", classifier.labels), progress=False)


@pytest.mark.parametrize("test", ["minimum", "invariance", "direction", "out_of_scope"])
def test_every_bound_is_kept(result: Result, test: str) -> None:
    checks = [check for check in result.checks if check.test == test]

    assert checks
    assert all(check.passed for check in checks), describe(result)


def test_texts_of_no_desk_are_reviewed_far_more_often_than_headlines(result: Result) -> None:
    shares = {check.name: check.value for check in result.checks if check.test == "out_of_scope"}

    assert shares["out of scope, needs review"] > 3 * shares["in scope, needs review"]
