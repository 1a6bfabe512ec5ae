import pytest

from training.behaviour.check import Check, Failure
from training.behaviour.gate import GateError, describe, require
from training.behaviour.result import Result

KEPT = Check("minimum", "Business", 0.95, 0.9, 40)
BROKEN = Check("out_of_scope", "in scope, needs review", 0.5, 0.2, 9, at_most=True, detail="of nine")
FAILURES = [
    Failure("minimum", "Business", "Shares of the flu", "Business", "Health 0.60"),
    Failure("out_of_scope", "in scope, needs review", "Some news", "no review", "Business 0.50"),
]


def test_each_check_is_a_line_beside_its_bound() -> None:
    shown = describe(Result([KEPT, BROKEN], FAILURES)).splitlines()

    assert shown[0] == "minimum"
    assert shown[1].split() == ["Business", "0.950", ">=", "0.9", "passes", "40", "cases"]
    assert shown[4].split()[4:] == ["0.500", "<=", "0.2", "FAILS", "9", "cases", "of", "nine"]
    assert shown[-1] == "1 of 2 checks fail"


def test_the_cases_of_a_broken_bound_are_shown_and_the_others_when_asked_for() -> None:
    result = Result([KEPT, BROKEN], FAILURES)

    assert "no review -> Business 0.50: Some news" in describe(result)
    assert "Shares of the flu" not in describe(result)
    assert "Shares of the flu" in describe(result, every_failure=True)


def test_a_broken_bound_stops_what_requires_it() -> None:
    require(Result([KEPT], FAILURES))

    with pytest.raises(GateError, match="1 of 2 checks fail"):
        require(Result([KEPT, BROKEN], FAILURES))
