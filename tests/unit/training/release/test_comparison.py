from dataclasses import replace

import pytest

from model.manifest import Manifest
from tests.answering import answers
from tests.artifacts import MANIFEST_OF_WORDS
from training.release.comparison import Comparison, Side, compare
from training.release.pairing import pair


def manifest(version: str, threshold: float = 0.8) -> Manifest:
    return replace(MANIFEST_OF_WORDS, version=version, threshold=threshold)


def compared(first: list[bool], second: list[bool], groups: list[int] | None = None) -> Comparison:
    return compare(
        Side(manifest("1.0.0"), 20_000_000),
        Side(manifest("1.1.0", threshold=0.95), 24_000_000),
        pair(answers(first), answers(second), groups),
    )


def test_the_figures_stand_side_by_side() -> None:
    found = compared([True] * 300 + [False] * 100, [True] * 360 + [False] * 40)

    rows = {row.figure: row for row in found.rows}
    assert list(rows) == ["accuracy", "macro-F1", "ECE", "needs review", "F1 Business", "F1 Health"]
    accuracy = rows["accuracy"]
    assert (accuracy.first, accuracy.second) == (0.75, 0.9)
    assert accuracy.difference.value == pytest.approx(0.15)
    assert accuracy.difference.low == pytest.approx(0.115, abs=0.01)
    assert accuracy.difference.high == pytest.approx(0.185, abs=0.01)
    assert (rows["ECE"].first, rows["ECE"].second) == (pytest.approx(0.15), pytest.approx(0, abs=1e-6))
    assert (rows["needs review"].first, rows["needs review"].second) == (0, 1)
    assert rows["F1 Health"].second == pytest.approx(0.9)
    assert (found.agreement, found.mcnemar.only_first, found.mcnemar.only_second) == (0.85, 0, 60)


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (
            300,
            360,
            "words 1.1.0 is better than words 1.0.0: its accuracy differs by +15.00 points, 95 % interval +",
        ),
        (
            360,
            300,
            "words 1.1.0 is worse than words 1.0.0: its accuracy differs by -15.00 points, 95 % interval -",
        ),
        (
            361,
            360,
            "words 1.1.0 and words 1.0.0 show no difference in accuracy that these 400 headlines can tell from "
            "chance (-0.25 points, 95 % interval -0.75 to +0.00)",
        ),
    ],
)
def test_the_verdict_is_a_sentence(first: int, second: int, sentence: str) -> None:
    found = compared([row < first for row in range(400)], [row < second for row in range(400)])

    assert found.sentence.startswith(sentence)


def test_rows_of_one_story_are_drawn_together() -> None:
    first, second = [True] * 380 + [False] * 20, [True] * 400
    alone, by_story = compared(first, second), compared(first, second, [row // 20 for row in range(400)])

    assert alone.accuracy.low is not None
    assert by_story.accuracy.low is not None
    assert alone.accuracy.low > 0.03
    assert by_story.accuracy.low == 0
    assert "no difference" in by_story.sentence
    assert (alone.stories, by_story.stories) == (False, True)


def test_it_can_be_read_by_a_program() -> None:
    content = compared([True] * 300 + [False] * 100, [True] * 360 + [False] * 40).as_dict()

    assert content["second"] == {"name": "words", "version": "1.1.0", "size": 24_000_000}
    assert content["headlines"] == 400
    assert content["figures"]["accuracy"]["difference"]["value"] == 0.15
    assert content["mcnemar"] == {"only_first": 0, "only_second": 60, "p": pytest.approx(2 * 0.5**60)}
    assert content["verdict"].startswith("words 1.1.0 is better")
