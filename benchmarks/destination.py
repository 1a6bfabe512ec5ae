"""Where a benchmark writes: a first look never over the figures that are kept."""

import argparse
from pathlib import Path

KEPT, LOOKED_AT = Path("docs/benchmarks"), Path("build/benchmarks")


def add_destination(parser: argparse.ArgumentParser, quick: str) -> None:
    """Give a benchmark `--out` and `--quick`.

    Parameters
    ----------
    parser
        Of the benchmark.
    quick
        What its first look leaves out.
    """
    parser.add_argument("--out", type=Path, help=f"(default: {KEPT}, with --quick {LOOKED_AT})")
    parser.add_argument("--quick", action="store_true", help=f"a first look: {quick}")


def destination(options: argparse.Namespace) -> Path:
    """Return the folder for the report."""
    return Path(options.out or (LOOKED_AT if options.quick else KEPT))
