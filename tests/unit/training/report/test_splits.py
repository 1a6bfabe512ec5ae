from pathlib import Path

import pytest

from training.data import Split
from training.report.splits import splits
from training.studies import Result, Studies
from training.studies.corpus import Corpus

PLAN = {
    "recipe": {"epochs": 1},
    "corpus": {
        "files": [{"name": "news.csv", "sha256": "0"}],
        "labels": ["Business", "Health"],
        "rows": 8,
        "stories": 4,
    },
    "added": [],
    "jobs": ["random-1", "random-2", "story-1", "story-2", "time-1"],
}
RIGHT, WRONG = [0.9, 0.1], [0.1, 0.9]


@pytest.fixture
def corpus() -> Corpus:
    stories: list[str | None] = ["a", "a", "b", "b", "c", "c", "d", "d"]
    return Corpus(
        ("Business", "Health"), Split([f"headline {n}" for n in range(8)], [0] * 8, {"story": stories})
    )


def result(name: str, rows: list[int], model: list[list[float]]) -> Result:
    return Result(name, name[:-2], 6, 1.0, rows, [0] * len(rows), model, [WRONG] * len(rows))  # type: ignore[arg-type]


def test_each_split_with_the_spread_of_its_trainings(corpus: Corpus, tmp_path: Path) -> None:
    results = [
        result("random-1", [0, 2, 4, 6], [RIGHT] * 4),
        result("random-2", [1, 3, 5, 7], [RIGHT, RIGHT, RIGHT, WRONG]),
        result("story-1", [0, 1, 2, 3], [RIGHT] * 4),
        result("story-2", [4, 5, 6, 7], [WRONG] * 4),
    ]

    section = splits(Studies(PLAN, corpus, results))

    assert section is not None
    found = section.content["splits"]
    assert found["random"]["recipe"]["accuracy"]["value"] == 7 / 8
    assert found["story"]["recipe"]["accuracy"] == {"value": 0.5, "low": 0.0, "high": 1.0}
    assert found["story"]["recipe"]["accuracy_of_trainings"] == [1.0, 0.0]
    assert found["story"]["tfidf"]["accuracy"]["value"] == 0
    assert found["story"]["stories"] == 4
    assert "| by story | the recipe | 2 | 8 | 4 | 0.500 (0.000 to 1.000) | 0.000 to 1.000 |" in section.text
    assert "by time: 1 of 1 trainings are still to be done." in section.text
    assert "by story: Health is not tested" in section.text
    assert "time" not in found
    section.pictures[0].draw(tmp_path / "splits.png")
    assert (tmp_path / "splits.png").read_bytes().startswith(b"\x89PNG")


def test_without_such_a_training_there_is_no_section(corpus: Corpus) -> None:
    assert splits(Studies(PLAN, corpus, [])) is None
