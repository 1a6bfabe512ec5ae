from pathlib import Path

import pytest

from infrastructure.costs.__main__ import main
from infrastructure.costs.report import ROOT


def test_the_page_tells_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([])

    assert code == 0
    assert capsys.readouterr().out in (ROOT / "docs/operations.md").read_text()


def test_a_letter_that_is_told_becomes_dollars(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--let", "L=0.5", "--let", "t=200", "--let", "w=10", "--gigabyte-second", "0"])

    (row,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("| bedrock"))
    assert row == "| bedrock, one by one | $3.70 | $0 | $8.40 | $12.10 |"


def test_tokens_are_assumed_as_it_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--characters-per-token", "2"])

    assert "If a token were 2 characters, which is assumed and not measured" in capsys.readouterr().out


def test_an_unknown_letter_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--let", "Q=1"])

    assert "'Q' is not one of P, S, L, t, w" in capsys.readouterr().err


def test_a_folder_without_reports_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--benchmarks", str(tmp_path)]) == 2

    assert "inference.json" in capsys.readouterr().err
