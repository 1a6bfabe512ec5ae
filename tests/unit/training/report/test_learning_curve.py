from pathlib import Path

from training.report.learning_curve import learning_curve
from training.studies import Result, Studies

PLAN = {
    "recipe": {"epochs": 1},
    "corpus": None,
    "added": [],
    "jobs": ["curve-0100", "curve-0500", "curve-1000"],
}
RIGHT, WRONG = [0.9, 0.1], [0.1, 0.9]


def test_figures_by_headlines_trained_on(tmp_path: Path) -> None:
    results = [
        Result("curve-0500", "curve", 50, 1.0, [0, 1], [0, 0], [RIGHT, RIGHT], [RIGHT, WRONG]),
        Result("curve-0100", "curve", 10, 1.0, [0, 1], [0, 0], [RIGHT, WRONG], [WRONG, WRONG]),
    ]

    section = learning_curve(Studies(PLAN, None, results))

    assert section is not None
    points = section.content["points"]
    assert [point["trained"] for point in points] == [10, 50]
    assert [point["recipe"]["accuracy"]["value"] for point in points] == [0.5, 1]
    assert [point["tfidf"]["accuracy"]["value"] for point in points] == [0, 0.5]
    assert "1 of 3 trainings are still to be done." in section.text
    section.pictures[0].draw(tmp_path / "curve.png")
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_without_such_a_training_there_is_no_section() -> None:
    assert learning_curve(Studies(PLAN, None, [])) is None
