"""A model whose answers are known word by word."""

import pytest

from model.backends.local import LocalClassifier
from tests.artifacts import make_artifact

WORDS = {"shares": (2.0, 0.0), "fed": (1.0, 0.0), "flu": (0.0, 2.5), "some": (0.1, 0.0)}


@pytest.fixture(scope="session")
def artifact(tmp_path_factory: pytest.TempPathFactory):
    return make_artifact(tmp_path_factory.mktemp("artifact") / "words", WORDS)


@pytest.fixture(scope="session")
def classifier(artifact) -> LocalClassifier:
    return LocalClassifier.open(artifact, threads=1)


@pytest.fixture(scope="session")
def headlines() -> list[str]:
    return [
        f"Some {first} news {second} today" for first in ("shares", "fed", "flu") for second in ("fed", "of")
    ]
