import argparse
from pathlib import Path

import pytest

from training.recipe import RecipeError
from training.report.options import ReportOptions, add_report_options, given_report_options


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("--base-folder", type=Path)
    add_report_options(parser)
    return parser


def test_nothing_given_is_the_default(parser: argparse.ArgumentParser) -> None:
    assert given_report_options(parser.parse_args([])) == ReportOptions()


def test_everything_given(
    parser: argparse.ArgumentParser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a=b.tsv", "c.csv"):
        (tmp_path / name).touch()
    given = "--also 2019=a=b.tsv --also own=c.csv --without-texts --without-baselines --behaviour cases"
    options = parser.parse_args(given.split())

    found = given_report_options(options)

    assert found.also == {"2019": Path("a=b.tsv"), "own": Path("c.csv")}
    assert not found.texts
    assert not found.baselines
    assert found.behaviour == Path("cases")


def test_a_file_without_a_name_is_refused(parser: argparse.ArgumentParser, capsys) -> None:
    with pytest.raises(SystemExit):
        parser.parse_args(["--also", "rows.tsv"])
    assert "'rows.tsv' is not NAME=FILE" in capsys.readouterr().err


def test_a_missing_file_is_named(parser: argparse.ArgumentParser, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"--also own=.*none\.tsv: there is no such file"):
        given_report_options(parser.parse_args(["--also", f"own={tmp_path / 'none.tsv'}"]))


def test_two_files_of_one_name_are_refused(parser: argparse.ArgumentParser) -> None:
    with pytest.raises(RecipeError, match="two files 'own'"):
        given_report_options(parser.parse_args(["--also", "own=a.tsv", "--also", "own=b.tsv"]))
