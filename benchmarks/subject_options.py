"""Which trained network a benchmark is about."""

import argparse
from pathlib import Path


def add_subject(parser: argparse.ArgumentParser) -> None:
    """Give a benchmark `--run` and `--artifact`."""
    parser.add_argument("--run", type=Path, required=True, help="folder of the run, with the trained network")
    parser.add_argument(
        "--artifact", type=Path, required=True, help="folder of the artifact exported from it"
    )
