"""Tell what a million headlines cost on each backend.

To use it:
  python -m infrastructure.costs
  python -m infrastructure.costs --let P=0.12 --let L=0.4 --slower 2

What nobody has measured, or whose price nobody has looked up, is a letter until it is told.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from infrastructure.costs.backends import LETTERS, Costs, Prices
from infrastructure.costs.measured import Measured
from infrastructure.costs.report import ROOT, report
from training.command_line import carried_out


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    options = _parser().parse_args(arguments)

    def work() -> int:
        prices = Prices(**{one.name: getattr(options, one.name) for one in fields(Prices)})
        costs = Costs(prices, Measured.read(options.benchmarks), options.slower)
        print(report(costs, dict(options.let), options.characters_per_token))
        return 0

    return carried_out(work, "nothing was told")


def _letter(text: str) -> tuple[str, float]:
    letter, _, value = text.partition("=")
    if letter not in LETTERS:
        raise argparse.ArgumentTypeError(f"{letter!r} is not one of {', '.join(LETTERS)}")
    return letter, float(value)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infrastructure.costs",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for one in fields(Prices):
        option = f"--{one.name.replace('_', '-')}"
        parser.add_argument(option, type=float, default=one.default, help="dollars (default: %(default)s)")
    parser.add_argument(
        "--let",
        type=_letter,
        action="append",
        default=[],
        metavar="LETTER=NUMBER",
        help=f"a number for one of {', '.join(LETTERS)}",
    )
    parser.add_argument(
        "--slower", type=float, default=1.0, help="times as slow as measured (default: %(default)s)"
    )
    parser.add_argument("--characters-per-token", type=float, default=4.0, help="(default: %(default)s)")
    parser.add_argument(
        "--benchmarks", type=Path, default=ROOT / "docs/benchmarks", help="folder with the reports"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
