import argparse

import pytest

from training.release.gates import add_gate_options


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    add_gate_options(parser)
    return parser


def test_by_itself_little_is_tolerated_and_nothing_is_let_through(parser: argparse.ArgumentParser) -> None:
    assert vars(parser.parse_args([])) == {
        "data": None,
        "tolerance": 0.01,
        "max_ece": 0.05,
        "least_headlines": 30,
        "other_labels": False,
    }


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("--tolerance", "nan", "nan is not between 0 and 1"),
        ("--tolerance", "-0.1", "-0.1 is not between 0 and 1"),
        ("--max-ece", "5", "5 is not between 0 and 1"),
        ("--least-headlines", "0", "0 is not 1 or more"),
    ],
)
def test_a_bound_that_would_let_anything_through_is_refused(
    parser: argparse.ArgumentParser,
    capsys: pytest.CaptureFixture[str],
    option: str,
    value: str,
    problem: str,
) -> None:
    with pytest.raises(SystemExit):
        parser.parse_args([f"{option}={value}"])

    assert problem in capsys.readouterr().err


def test_bounds_at_their_ends_are_taken(parser: argparse.ArgumentParser) -> None:
    options = parser.parse_args(["--tolerance=0", "--max-ece=1", "--least-headlines=1"])

    assert (options.tolerance, options.max_ece, options.least_headlines) == (0, 1, 1)
