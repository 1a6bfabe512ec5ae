from pathlib import Path

import pytest

from model.backends.local import LocalClassifier
from tests.artifacts import make_artifact

WORDS = {"shares": (3.0, 0.0), "fed": (2.0, 0.0), "flu": (0.0, 3.0), "the": (0.1, 0.0)}


@pytest.fixture(scope="session")
def words_artifact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An artifact that knows four words: `shares` and `fed` are Business, `flu` is Health."""
    return make_artifact(tmp_path_factory.mktemp("artifact") / "words", WORDS)


@pytest.fixture(scope="session")
def words_classifier(words_artifact: Path) -> LocalClassifier:
    return LocalClassifier.open(words_artifact)
