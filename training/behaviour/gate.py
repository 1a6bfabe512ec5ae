"""The verdict as text, and as an error where a model must not pass."""

from training.behaviour.check import Check
from training.behaviour.result import Result


class GateError(Exception):
    """A model that does not keep every bound; the message is the whole verdict."""


def require(result: Result) -> None:
    """Do nothing when every check keeps its bound.

    Raises
    ------
    GateError
        If one does not.
    """
    if not result.passed:
        raise GateError(describe(result))


def describe(result: Result, *, every_failure: bool = False) -> str:
    """Return a result as text: the table, the scores out of scope, and the failing cases.

    Parameters
    ----------
    result
        What a model did.
    every_failure
        Also show those that a passed check allows for.
    """
    width = max(len(check.name) for check in result.checks)
    lines = []
    test = ""
    for check in result.checks:
        if check.test != test:
            test = check.test
            lines += ["", test]
        lines.append(_row(check, width))
    if result.scope:
        areas = sorted(result.scope.auroc.items(), key=lambda item: -item[1].value)
        lines += ["", "AUROC: " + ", ".join(f"{name} {area.value:.3f}" for name, area in areas)]
        shares = result.scope.groups.items()
        lines += ["needs review: " + ", ".join(f"{group} {review:.0%}" for group, (review, _) in shares)]
    failures = result.failures if every_failure else result.decisive
    if failures:
        lines += ["", "wanted -> got"]
        lines += [
            f"  {failure.test}, {failure.name}: {failure.wanted} -> {failure.got}: {failure.text}"
            for failure in failures
        ]
    broken = sum(not check.passed for check in result.checks)
    verdict = f"{broken} of {len(result.checks)} checks fail" if broken else "every check passes"
    return "\n".join([*lines[1:], "", verdict])


def _row(check: Check, width: int) -> str:
    sign = "<=" if check.at_most else ">="
    verdict = "passes" if check.passed else "FAILS "
    row = f"  {check.name:<{width}}  {check.value:6.3f} {sign} {check.bound:<5g} {verdict} {check.cases:5d} cases"
    return f"{row}  {check.detail}".rstrip()
