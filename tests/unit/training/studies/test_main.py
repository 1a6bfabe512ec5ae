import json
from pathlib import Path

import pytest

from training.data import Prepared
from training.studies.__main__ import main


@pytest.fixture
def command(base: Path, corpus_file: Path, data: Prepared, tmp_path: Path) -> list[str]:
    recipe = tmp_path / "tiny.yaml"
    recipe.write_text("base: tests/tiny\nmax_length: 16\nlearning_rate: 0.002\nepochs: 1\ndtype: fp32\n")
    options = {
        "--corpus": corpus_file,
        "--data": data.path,
        "--recipe": recipe,
        "--base-folder": base,
        "--out": tmp_path / "studies",
        "--folds": 2,
        "--parts": 0.1,
    }
    return [str(part) for option in options.items() for part in option]


def test_what_was_stopped_goes_on(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "studies"
    from training.studies import execution

    train = execution.train

    def interrupted(*given: object, **named: object) -> object:
        if (out / "random-1.json").exists():
            raise KeyboardInterrupt
        return train(*given, **named)

    monkeypatch.setattr(execution, "train", interrupted)
    assert main(command) == 130
    assert f"the same command goes on from {out}" in capsys.readouterr().err
    first = (out / "random-1.json").read_bytes()

    monkeypatch.setattr(execution, "train", train)
    (out / "work" / "story-1").mkdir()
    assert main([*command, "--only", "random", "curve"]) == 0

    assert (out / "random-1.json").read_bytes() == first
    assert sorted(path.stem for path in out.glob("*-*.json")) == ["curve-0100", "random-1", "random-2"]
    assert [path.name for path in (out / "work").iterdir()] == ["story-1"]
    printed = capsys.readouterr().out
    assert "== 2/3 random-2: 36 headlines; about 1 min left" in printed
    assert json.loads((out / "plan.json").read_text())["corpus"]["stories"] == 15


def test_other_settings_are_refused(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--only", "curve"]) == 0
    assert not (tmp_path / "studies" / "work").exists()
    assert main([*command, "--only", "curve", "--epochs", "2"]) == 2
    assert "were begun with recipe: epochs 1, not 2; choose another --out" in capsys.readouterr().err


def test_nothing_to_study_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--out", str(tmp_path / "studies")]) == 2
    assert "neither --corpus nor --data was given" in capsys.readouterr().err
    assert not (tmp_path / "studies").exists()
