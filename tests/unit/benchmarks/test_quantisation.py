import json
from pathlib import Path

import pytest

from benchmarks import quantisation
from benchmarks.loads import Load
from benchmarks.precisions import PRECISIONS, REFERENCE, SHIPPED, Material
from benchmarks.quantisation import compare, main
from training.data import Prepared
from training.run_folder import Run

FEW = (SHIPPED, REFERENCE, "dynamic int8")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quantisation, "PRECISIONS", {name: PRECISIONS[name] for name in FEW})
    monkeypatch.setattr(quantisation, "QUICK", (Load(1, 2, 2), Load(8, 1, 1)))


def test_precisions_are_measured_on_both_splits(few: None, run_of_training: Run, data: Prepared) -> None:
    material = Material(run_of_training)

    found = compare(material, data.split("valid"), data.split("test"), (Load(1, 2, 2), Load(8, 1, 1)))

    rows = {row.name: row for row in found.rows}
    assert tuple(rows) == FEW
    assert [len(timing.seconds) for timing in rows[SHIPPED].timings] == [4, 1]
    assert rows[REFERENCE].valid.agreement == rows[REFERENCE].test.agreement == 1
    assert rows[SHIPPED].valid.batch_mates < 1e-5 < rows["dynamic int8"].valid.batch_mates
    assert rows[REFERENCE].valid.largest_difference < rows[SHIPPED].valid.largest_difference


def test_the_command_writes_a_report(
    few: None, run_of_training: Run, data: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--run", str(run_of_training.path), "--data", str(data.path), "--out", str(tmp_path)]

    assert main([*arguments, "--quick"]) == 0

    assert SHIPPED in capsys.readouterr().out
    content = json.loads((tmp_path / "quantisation.json").read_text())
    assert [row["name"] for row in content["precisions"]] == list(FEW)
    assert (tmp_path / "quantisation.png").stat().st_size > 10_000


def test_a_folder_without_a_run_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--run", str(tmp_path)]) == 2
    assert "holds no run.json" in capsys.readouterr().err
