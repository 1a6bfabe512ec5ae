from pathlib import Path

import pytest

from training.recipe import RecipeError
from training.studies.corpus import Corpus
from training.studies.folder import Studies, begin, open_studies
from training.studies.result import Result


def plan(corpus: Corpus, **changes: object) -> dict[str, object]:
    return {
        "recipe": {"epochs": 2},
        "corpus": {"labels": list(corpus.labels), "rows": len(corpus)},
        "jobs": ["story-1", "story-2", "curve-0500"],
        **changes,
    }


def result(name: str, rows: list[int], truth: list[int]) -> Result:
    model = [[0.8, 0.1, 0.1]] * len(rows)
    return Result(name, name.partition("-")[0], 60, 2.0, rows, truth, model, [[0.1, 0.8, 0.1]] * len(rows))  # type: ignore[arg-type]


def test_what_is_done_so_far(corpus: Corpus, tmp_path: Path) -> None:
    begin(tmp_path, plan(corpus), corpus)
    result("story-2", [8, 3], [corpus.rows.labels[8], corpus.rows.labels[3]]).write(tmp_path)

    studies = open_studies(tmp_path)

    assert studies.corpus == corpus
    assert (studies.missing("story"), studies.missing("curve"), studies.missing("time")) == (1, 1, 0)
    pooled = studies.pooled("story", "held out")
    assert pooled is not None
    assert pooled.split.texts == [corpus.rows.texts[8], corpus.rows.texts[3]]
    assert pooled.line(0) == 9
    assert pooled.predicted.tolist() == [0, 0]
    words = studies.pooled("story", "held out", words=True)
    assert words is not None
    assert words.predicted.tolist() == [1, 1]
    assert studies.pooled("random", "held out") is None


def test_the_same_plan_goes_on_and_another_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    begin(tmp_path, plan(corpus), corpus)

    begin(tmp_path, plan(corpus), corpus)
    with pytest.raises(RecipeError, match="begun with recipe: epochs 2, not 3; choose another --out"):
        begin(tmp_path, plan(corpus, recipe={"epochs": 3}), corpus)


def test_no_studies_is_an_error_that_says_what_makes_them(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"holds no plan\.json: `python -m training\.studies` writes it"):
        open_studies(tmp_path)


def test_studies_of_other_labels_are_refused(corpus: Corpus, tmp_path: Path) -> None:
    begin(tmp_path, plan(corpus), corpus)
    studies = open_studies(tmp_path)

    studies.check_labels([*corpus.labels, "Sport"])
    with pytest.raises(
        RecipeError, match="the studies have the label 'Science', not one of Business, Health"
    ):
        studies.check_labels(["Business", "Health"])


@pytest.mark.parametrize(
    ("recipe", "expected"),
    [
        ({"epochs": 2}, "one network, 2 epochs"),
        ({"epochs": 3, "soup": 1, "teachers": 0}, "one network, 3 epochs"),
        ({"epochs": 5, "soup": 4, "teachers": 2}, "the mean of 4 networks, 5 epochs, taught by 2"),
    ],
)
def test_the_effort_of_a_training_is_told(recipe: dict[str, int], expected: str) -> None:
    assert Studies({"recipe": recipe}, None, []).effort == expected
