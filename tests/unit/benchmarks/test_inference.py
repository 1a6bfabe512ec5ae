import json
import os
from pathlib import Path

import pytest

from benchmarks import inference
from benchmarks.contenders import OPENERS, Subject
from benchmarks.inference import compare, main
from benchmarks.inference_report import write_report
from benchmarks.loads import Load
from training.data import Prepared
from training.recipe import RecipeError
from training.run_folder import Run


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the compiler, which takes its minute, and the peers that a machine may lack."""
    names = ("Newsdesk", "torch eager", "transformers pipeline", "ONNX Runtime fp32")
    monkeypatch.setattr(inference, "OPENERS", {name: OPENERS[name] for name in names})


def test_all_are_measured_under_every_load(
    few: None, subject: Subject, data: Prepared, tmp_path: Path
) -> None:
    loads = (Load(1, rounds=2, calls=2), Load(40, rounds=1, calls=1))

    found = compare(subject, data.split("test"), loads)
    write_report(tmp_path / "out", found)

    content = json.loads((tmp_path / "out/inference.json").read_text())
    assert content["contenders"][0]["name"] == "Newsdesk"
    assert {row["name"] for row in content["contenders"]} == set(inference.OPENERS)
    for row in content["contenders"]:
        assert [timing["calls"] for timing in row["timings"]] == [4, 1]
        assert row["answered"] == len(data.split("test"))
    assert found.agreement(found.rows[0]) is not None
    assert os.environ["TOKENIZERS_PARALLELISM"] == "false"


def test_a_split_that_is_too_small_is_refused(subject: Subject, data: Prepared) -> None:
    with pytest.raises(RecipeError, match=r"has \d+ headlines; a load of 1000 needs as many"):
        compare(subject, data.split("test"), (Load(1000, 1, 1),))


def test_the_command_names_what_is_missing(
    tmp_path: Path, data: Prepared, run_of_training: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--run", str(tmp_path), "--artifact", str(tmp_path), "--data", str(tmp_path)])

    assert code == 2
    assert "is not a prepared folder" in capsys.readouterr().err
