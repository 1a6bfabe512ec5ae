import json
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cpu_classes import answer, compare, evenly, main, write_report
from benchmarks.emulation import Cpu, native
from model.backends.local import LocalClassifier
from training.data import Prepared, Split
from training.recipe import RecipeError
from training.run_folder import Run


def test_headlines_are_taken_from_end_to_end() -> None:
    split = Split([str(number) for number in range(100)], list(range(100)))

    assert evenly(split, 4).texts == ["0", "33", "66", "99"]
    assert evenly(split, 4).labels == [0, 33, 66, 99]
    assert evenly(split, 500).texts == split.texts


def test_another_python_answers_the_same(artifact: Path, texts: list[str], tmp_path: Path) -> None:
    found = answer(native(), artifact, texts, tmp_path)

    classifier = LocalClassifier.open(artifact)
    assert np.array_equal(found[1], np.concatenate([classifier.logits([text]) for text in texts]))
    assert np.abs(found[0] - found[1]).max() < 1e-5


def test_what_was_answered_is_not_asked_again(artifact: Path, texts: list[str], tmp_path: Path) -> None:
    found = answer(native(), artifact, texts, tmp_path)

    again = answer(Cpu("native", "gone", ["/nowhere/python"]), artifact, texts, tmp_path)

    assert np.array_equal(again, found)


def test_last_words_are_told(artifact: Path, tmp_path: Path) -> None:
    cpu = Cpu("broken", "a broken one", [sys.executable, "-c", "raise SystemExit('illegal instruction')"])

    with pytest.raises(RecipeError, match="a broken one: ended with 1: illegal instruction"):
        answer(cpu, artifact, ["any"], tmp_path)
    assert not list(tmp_path.glob("*.npy"))


def test_processors_are_compared(
    artifact: Path, run_of_training: Run, data: Prepared, tmp_path: Path
) -> None:
    rows = evenly(data.split("test"), 30)

    found = compare(
        [native(), Cpu("other", "another", [sys.executable])], artifact, run_of_training, rows, tmp_path
    )
    write_report(tmp_path / "out", "tiny 0.1.0", found, len(rows))

    assert [row.name for row in found] == ["this machine", "another"]
    assert found[0].accuracy == found[1].accuracy > 0.5
    assert found[1].difference_to_native == 0
    assert found[1].batch_mates < 1e-5 < found[1].difference
    content = json.loads((tmp_path / "out/cpu-classes.json").read_text())
    assert content["processors"][1]["agreement"] == found[1].agreement
    assert "| another |" in (tmp_path / "out/cpu-classes.md").read_text()


def test_what_is_missing_is_told(
    artifact: Path,
    run_of_training: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    arguments = ["--run", run_of_training.path, "--artifact", artifact]

    assert main([*map(str, arguments), "--cache", str(tmp_path / "cache")]) == 2
    assert "error: apt-get is missing" in capsys.readouterr().err
