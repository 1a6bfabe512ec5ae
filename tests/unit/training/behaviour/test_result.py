from training.behaviour.check import Check, Failure
from training.behaviour.result import Result


def result(*checks: Check) -> Result:
    return Result(
        checks, [Failure(check.test, check.name, f"text of {check.name}", "a", "b") for check in checks]
    )


def test_one_broken_bound_is_enough_to_fail() -> None:
    kept, broken = Check("minimum", "Business", 1, 0.9, 9), Check("minimum", "Health", 0.5, 0.9, 9)

    assert result(kept).passed
    assert not result(kept, broken).passed
    assert [failure.name for failure in result(kept, broken).decisive] == ["Health"]
    assert [check["passed"] for check in result(kept, broken).as_dict()["checks"]] == [True, False]
    assert len(result(kept, broken).as_dict()["failures"]) == 2


def test_a_low_auroc_is_shown_by_all_texts_that_were_told_wrong() -> None:
    found = result(
        Check("minimum", "Business", 1, 0.9, 9),
        Check("out_of_scope", "AUROC of the margin", 0.5, 0.9, 9),
        Check("out_of_scope", "out of scope, needs review", 1, 0.9, 9),
    )

    assert "text of out of scope, needs review" in [failure.text for failure in found.decisive]
    assert "text of Business" not in [failure.text for failure in found.decisive]
