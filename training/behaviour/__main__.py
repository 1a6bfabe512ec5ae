"""Test the behaviour of a model.

Run as:
    python -m training.behaviour model/release tests/behaviour
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from model.backends.local import LocalClassifier
from model.errors import ModelError
from training.behaviour.cases import load_cases
from training.behaviour.check import Check
from training.behaviour.result import Result
from training.behaviour.runner import run
from training.behaviour.section import behaviour_section
from training.section_folder import write_section


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code: 0 when every check keeps its bound, 1 when one does not."""
    options = _parser().parse_args(arguments)
    try:
        classifier = LocalClassifier.open(options.artifact)
        result = run(classifier, load_cases(options.cases, classifier.labels))
        if options.out:
            write_section(options.out, behaviour_section(result))
    except (ValueError, OSError, ModelError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nstopped; nothing was written", file=sys.stderr)
        return 130
    print(describe(result, every_failure=options.failures))
    return 0 if result.passed else 1


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.behaviour",
        description=f"{__doc__.splitlines()[0]} Exits with 1 when a check fails.",
    )
    parser.add_argument("artifact", help="folder or s3:// URI of the artifact")
    parser.add_argument("cases", type=Path, help="folder of the cases; tests/behaviour explains each file")
    parser.add_argument("--out", type=Path, help="folder for behaviour.md, behaviour.json and the pictures")
    parser.add_argument(
        "--failures", action="store_true", help="show every failing case, also where the check passes"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
