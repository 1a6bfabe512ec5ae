import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from model.artifact import open_artifact
from training import export
from training.data import Prepared
from training.job.__main__ import TERMINATED, main
from training.run_folder import Run

ROOT = Path(__file__).parents[4]
Start = Callable[..., int]


@pytest.fixture
def environment(base: Path, data: Prepared, tmp_path: Path) -> dict[str, str]:
    return {
        "SM_CHANNEL_TRAINING": str(data.path),
        "SM_CHANNEL_BASE": str(base),
        "SM_MODEL_DIR": str(tmp_path / "model"),
        "SM_OUTPUT_DATA_DIR": str(tmp_path / "output" / "data"),
        "SM_OUTPUT_FAILURE": str(tmp_path / "output" / "failure"),
    }


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    recipe = tmp_path / "tiny.yaml"
    recipe.write_text("base: tests/tiny\nmax_length: 16\nlearning_rate: 0.002\ndropout: 0.0\ndtype: fp32\n")
    given = {"recipe": recipe, "run-folder": tmp_path / "run", "libraries": "none", "baselines": "false"}
    return [word for name, value in given.items() for word in (f"--{name}", str(value))]


@pytest.fixture
def start(
    environment: dict[str, str], arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., int]:
    def start(*more: str, **variables: str) -> int:
        for name, value in (environment | variables).items():
            monkeypatch.setenv(name, value)
        return main([*arguments, *more])

    return start


def failure(folder: Path) -> str:
    return (folder / "output" / "failure").read_text()


def test_it_leaves_what_an_endpoint_unpacks_and_the_report(
    start: Start, data: Prepared, tmp_path: Path
) -> None:
    assert start("--name", "mine", "--version", "2.0.0") == 0

    manifest = open_artifact(tmp_path / "model" / "artifact").manifest
    assert (manifest.name, manifest.version) == ("mine", "2.0.0")
    assert (tmp_path / "model" / "code" / "inference.py").is_file()
    assert not (tmp_path / "model" / "code" / "libraries").exists()
    assert (tmp_path / "output" / "data" / "report" / "report.json").is_file()
    assert not (tmp_path / "output" / "failure").exists()


def test_a_network_that_is_trained_is_not_trained_again(
    start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start("--epochs", "3") == 0
    (tmp_path / "model" / "artifact" / "manifest.json").unlink()
    capsys.readouterr()

    assert start("--epochs", "3") == 0

    printed = capsys.readouterr().out
    assert "eval_loss" not in printed
    assert "2/4" in printed
    open_artifact(tmp_path / "model" / "artifact")

    assert start("--epochs", "4") == 1
    assert "begun with epochs 3, not 4" in failure(tmp_path)


def test_a_model_that_does_not_behave_is_not_left(start: Start, tmp_path: Path) -> None:
    cases = tmp_path / "cases"
    cases.mkdir()
    # A headline of another desk, so that no model that has learnt anything passes.
    (cases / "minimum.yaml").write_text("least: 1\nheadlines:\n  Business: [nasa comet robot]\n")

    assert start("--epochs", "8", SM_CHANNEL_BEHAVIOUR=str(cases)) == 1

    assert "checks fail; the report tells which" in failure(tmp_path)
    assert "comet" not in failure(tmp_path)
    assert not (tmp_path / "model").exists()
    assert (tmp_path / "output" / "data" / "report" / "report.json").is_file()


def test_a_model_that_lost_too_much_on_its_way_is_not_left(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disagrees(*_: object) -> export.Parity:
        return export.Parity(rows=1000, agreement=0.9, accuracy_drop=0.1, largest_difference=0.5)

    monkeypatch.setattr(export, "parity", disagrees)

    assert start("--epochs", "1") == 1

    assert failure(tmp_path).startswith("the artifact agrees with the network on 90.00% of the 1000")
    assert not (tmp_path / "model").exists()


def test_libraries_that_are_not_to_be_had_are_told_before_the_training(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))

    assert start("--libraries", "py3.12-aarch64") == 1

    assert "wheels for Python 3.12 on aarch64 are not to be had" in failure(tmp_path)
    assert not (tmp_path / "run").exists()


def test_sigterm_ends_it_with_whole_checkpoints(
    environment: dict[str, str], arguments: list[str], tmp_path: Path
) -> None:
    program = [sys.executable, "-m", "training.job", *arguments, "--epochs", "400", "--patience", "400"]
    process = subprocess.Popen(
        program,
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 120
    while not list(Run(tmp_path / "run").checkpoints.glob("*/complete.json")) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    _, printed = process.communicate(timeout=60)

    assert process.returncode == TERMINATED
    assert "stopped; the job goes on from the last whole epoch" in printed
    assert not (tmp_path / "output" / "failure").exists()
    assert all((path / "complete.json").is_file() for path in Run(tmp_path / "run").checkpoints.iterdir())
