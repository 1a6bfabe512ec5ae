import json
from pathlib import Path

import pytest

from model.artifact import open_artifact
from tests.artifacts import make_artifact
from training.__main__ import main
from training.data import Prepared
from training.run_folder import Run


@pytest.mark.parametrize("kept", [[], ["--keep-work"]])
def test_from_headlines_to_a_measured_artifact(
    base: Path, data: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str], kept: list[str]
) -> None:
    recipe = tmp_path / "tiny.yaml"
    recipe.write_text("base: tests/tiny\nmax_length: 16\nlearning_rate: 0.002\ndropout: 0.0\n")
    out = tmp_path / "artifacts" / "mine"

    code = main(
        [
            str(data.path),
            "--out",
            str(out),
            "--name",
            "mine",
            "--recipe",
            str(recipe),
            "--base-folder",
            str(base),
            *kept,
        ]
    )

    manifest = open_artifact(out).manifest
    report = json.loads((out.parent / "mine-report" / "report.json").read_text())
    assert code == 0
    assert set(manifest.metrics) == {"valid", "test"}
    assert report["accuracy"] == manifest.metrics["test"]["accuracy"] > 0.9
    assert f"accuracy {report['accuracy']:.4f}" in capsys.readouterr().out
    assert "| test | 72 |" in (out / "MODEL_CARD.md").read_text()
    assert (out.parent / "mine-report" / "confusion.png").read_bytes().startswith(b"\x89PNG")
    assert sorted(path.name for path in out.parent.iterdir()) == [
        "mine",
        "mine-report",
        *(["mine.work"] if kept else []),
    ]


def test_an_artifact_is_not_replaced_unasked(
    data: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "manifest.json").write_text("{}")

    assert main([str(data.path), "--out", str(tmp_path / "mine")]) == 2
    assert "--overwrite replaces" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        ("--studies={}", "holds no plan.json"),
        ("--also=more={}/more.csv", "label 'Sport' is not one of Business, Science, Health"),
        ("--behaviour={}/empty", "there are no cases"),
    ],
)
def test_what_the_report_cannot_hold_is_known_before_the_training(
    base: Path, data: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, str]
) -> None:
    option, said = options
    (tmp_path / "more.csv").write_text("headline,label\ngoal in the last minute,Sport\n")
    recipe = tmp_path / "tiny.yaml"
    recipe.write_text("base: tests/tiny\nmax_length: 16\n")
    command = [str(data.path), "--out", str(tmp_path / "mine"), "--recipe", str(recipe)]

    code = main([*command, "--base-folder", str(base), option.format(tmp_path)])

    printed = capsys.readouterr()
    assert code == 2
    assert said in printed.err
    assert "1/4" not in printed.out


def test_a_finished_training_is_not_taken_for_one_by_another_recipe(
    run_of_training: Run, base: Path, data: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = tmp_path / "tiny.yaml"
    recipe.write_text("base: tests/tiny\nmax_length: 16\n")
    command = [str(data.path), "--out", str(tmp_path / "mine"), "--recipe", str(recipe), "--resume"]

    code = main([*command, "--base-folder", str(base), "--work", str(run_of_training.path)])

    assert code == 2
    assert "was begun with dropout 0.0, not 0.1" in capsys.readouterr().err


def test_a_kept_run_that_goes_on_replaces_no_other_artifact(
    run_of_training: Run, data: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = make_artifact(tmp_path / "other", {"flu": (0.0, 3.0)})
    before = (other / "model.onnx").read_bytes()
    recipe = tmp_path / "same.yaml"
    recipe.write_text(run_of_training.recipe.to_yaml())
    command = [str(data.path), "--recipe", str(recipe), "--work", str(run_of_training.path), "--resume"]

    assert main([*command, "--out", str(other), "--keep-work", "--without-baselines"]) == 2

    assert "--overwrite replaces" in capsys.readouterr().err
    assert (other / "model.onnx").read_bytes() == before


def test_a_model_that_fails_the_gate_replaces_nothing(
    run_of_training: Run, data: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = make_artifact(tmp_path / "mine", {"flu": (0.0, 3.0)})
    before = (shipped / "model.onnx").read_bytes()
    recipe = tmp_path / "same.yaml"
    recipe.write_text(run_of_training.recipe.to_yaml())
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "minimum.yaml").write_text("least: 1.0\nheadlines:\n  Business: [flu vaccine]\n")
    command = [str(data.path), "--recipe", str(recipe), "--work", str(run_of_training.path), "--resume"]
    command += ["--out", str(shipped), "--overwrite", "--keep-work", "--without-baselines"]

    assert main([*command, "--behaviour", str(cases)]) == 1

    printed = capsys.readouterr().err
    assert f"the artifact is in {tmp_path}/mine.candidate" in printed
    assert f"{shipped} is as it was" in printed
    assert (shipped / "model.onnx").read_bytes() == before
    assert open_artifact(tmp_path / "mine.candidate").manifest.metrics["test"]["rows"] == 72


def test_an_evaluation_that_was_stopped_goes_on_with_its_artifact(
    run_of_training: Run, data: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    recipe = tmp_path / "same.yaml"
    recipe.write_text(run_of_training.recipe.to_yaml())
    command = [str(data.path), "--recipe", str(recipe), "--work", str(run_of_training.path), "--resume"]
    command += ["--out", str(tmp_path / "mine"), "--keep-work", "--without-baselines"]
    with monkeypatch.context() as stopped:
        stopped.setattr("training.completion.evaluate", interrupted)
        assert main(command) == 130

    assert main(command) == 0
    assert open_artifact(tmp_path / "mine").manifest.metrics["test"]["rows"] == 72
