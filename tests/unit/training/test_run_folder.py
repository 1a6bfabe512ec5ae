from pathlib import Path

import pytest

from training.recipe import Recipe, RecipeError
from training.run_folder import Run


def test_what_is_written_is_read(tmp_path: Path) -> None:
    run = Run(tmp_path / "run")
    assert not run.finished

    run.write("run.json", {"recipe": {"base": "x"}, "data": {"labels": ["a", "ß"]}})

    assert run.finished
    assert run.labels == ["a", "ß"]
    assert run.recipe.base == "x"


def test_removing_a_run_spares_whatever_else_is_there(tmp_path: Path) -> None:
    run = Run(tmp_path / "run")
    run.write("run.json", {})
    (run.network).mkdir()
    (run.path / "thesis.txt").write_text("years of work")

    run.remove()
    assert [path.name for path in run.path.iterdir()] == ["thesis.txt"]

    (run.path / "thesis.txt").unlink()
    run.remove()
    assert not run.path.exists()


def test_a_missing_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"holds no run\.json: `python -m training\.train` writes it"):
        _ = Run(tmp_path).facts
    with pytest.raises(
        RecipeError, match=r"holds no calibration\.json: `python -m training\.calibrate` writes it"
    ):
        _ = Run(tmp_path).calibration


def test_a_run_knows_what_it_was_begun_with(tmp_path: Path) -> None:
    run, recipe = Run(tmp_path / "run"), Recipe(base="x")
    run.check_same(recipe, "abc")

    run.begin(recipe, "abc")

    assert [path.name for path in run.path.iterdir()] == ["begun.json"]
    run.check_same(recipe.override({"patience": 9}), "abc")
    with pytest.raises(RecipeError, match="run was begun with epochs 4, not 5; go on with the same"):
        run.check_same(recipe.override({"epochs": 5}), "abc")
    with pytest.raises(RecipeError, match="begun with fingerprint 'abc', not 'def'"):
        run.check_same(recipe, "def")
    run.remove()
    assert not run.path.exists()
