import sys
from pathlib import Path

import pytest

from benchmarks import distribution
from benchmarks.distribution import Way, main
from training.data import Prepared


@pytest.fixture
def task(base: Path, data: Prepared, tmp_path: Path) -> list[str]:
    (tmp_path / "tiny.yaml").write_text("base: tests/tiny\nmax_length: 16\nbatch_size: 8\n")
    return [
        *("--data", str(data.path), "--recipe", str(tmp_path / "tiny.yaml"), "--base-folder", str(base)),
        *("--quick", "--out", str(tmp_path / "out")),
    ]


def test_two_that_share_no_folder_train_together_and_are_told(
    task: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(distribution, "WAYS", {"2 instances": Way("apart", 2)})

    code = main(task)

    assert code == 0
    assert "2 instances" in capsys.readouterr().out
    assert (tmp_path / "out" / "distribution.md").is_file()


def test_a_process_that_fails_says_why(
    task: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'RecipeError: the disk is full'\necho and so on\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))

    code = main(task)

    assert code == 2
    assert "a process failed: RecipeError: the disk is full\n" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
