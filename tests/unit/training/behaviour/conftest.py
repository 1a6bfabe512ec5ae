"""A model of four words, and cases for it in a folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from model.backends.local import LocalClassifier
from tests.artifacts import make_artifact

WORDS = {"shares": (3.0, 0.0), "fed": (2.0, 0.0), "flu": (0.0, 3.0), "the": (0.1, 0.0)}

FILES = {
    "minimum.yaml": """
least: 0.9
headlines:
  Business: [Fed shares, The shares rise]
  Health: [Flu in town]
""",
    "invariance.yaml": """
changes:
  lower case: {change: lower, least: 1}
  a word of another desk: {templates: ["{headline} flu flu"], least: 0.5}
swaps:
  names:
    least: 1
    names: [Ann, Bob]
    headlines:
      Business: ["{name} buys shares"]
""",
    "direction.yaml": """
headlines: [A day in May, Some news]
changes:
  shares: {raises: Business, least: 1, templates: ["{headline}, shares fall"]}
""",
    "out_of_scope.yaml": """
least_auroc: 0.9
least_review: 0.6
most_review_in_scope: 0.2
texts:
  sport: [A late goal, "Nil, nil"]
  other: [Flu of no desk]
""",
}


@pytest.fixture(scope="session")
def artifact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An artifact that knows four words: `shares` and `fed` are Business, `flu` is Health."""
    return make_artifact(tmp_path_factory.mktemp("artifact") / "words", WORDS)


@pytest.fixture(scope="session")
def classifier(artifact: Path) -> LocalClassifier:
    return LocalClassifier.open(artifact)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write the cases above, some of them replaced or, by None, left out."""

    def write(**replaced: str | None) -> Path:
        path = tmp_path / "cases"
        path.mkdir()
        for name, content in (FILES | {f"{kind}.yaml": text for kind, text in replaced.items()}).items():
            if content is not None:
                (path / name).write_text(content, encoding="utf-8")
        return path

    return write
