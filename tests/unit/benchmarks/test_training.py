from pathlib import Path

import pytest
import yaml

from benchmarks import training
from benchmarks.training import Plan, main, race, ways
from benchmarks.training_figures import REFERENCE, WIDEST
from benchmarks.ways import Newsdesk, Task
from training.data import Prepared
from training.recipe import Recipe


def test_the_ways_hold_what_the_ratios_are_told_against() -> None:
    found = ways(32, (256, 32, 64))

    assert {REFERENCE, WIDEST} <= set(found)
    assert {name: steps for name, (_, _, steps) in found.items()} == {
        "Newsdesk, plain": 8,
        "Newsdesk, its recipe": 8,
        "padded to 512, bf16": 4,
        "padded to 512": 4,
        "run_classification.py": 8,
    }


def test_a_race_goes_to_the_end_of_each_schedule(
    tmp_path: Path, data: Prepared, recipe: Recipe, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = {"Newsdesk, plain": (Newsdesk(regularised=False), "", 1)}
    monkeypatch.setattr(training, "ways", lambda *_: both)
    short = recipe.override({"epochs": 2})
    task = Task(data.path, base, short, train=64, valid=20, out=tmp_path)
    plan = Plan(rounds=1, headlines=(32, 32, 8), race_train=64, race_valid=20, race_turn=32)

    (found,) = race(task, plan)

    assert found.last.headlines == 128
    seconds = [evaluation.seconds for evaluation in found.evaluations]
    assert seconds == sorted(seconds)


def test_the_command_names_what_is_missing(
    tmp_path: Path, data: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "recipe.yaml").write_text(yaml.safe_dump({"base": "tests/tiny"}))
    command = ["--data", str(data.path), "--recipe", str(tmp_path / "recipe.yaml")]

    code = main([*command, "--base-folder", str(tmp_path)])

    assert code == 2
    assert "holds no config.json of tests/tiny" in capsys.readouterr().err
