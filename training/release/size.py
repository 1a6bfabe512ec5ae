"""The gate of the size."""

import argparse

from model.artifact import FILES
from training.release.published import Release
from training.release.verdict import Verdict

LIMIT = 262.1
"""MB: what AWS lets the code of a Lambda function have, unpacked (250 MiB)."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the option of the gate."""
    parser.add_argument(
        "--max-size",
        type=float,
        default=LIMIT,
        metavar="MB",
        help="what the files that a classifier opens may have together (default: %(default)s, which is what the "
        "code of a Lambda function may have, unpacked)",
    )


def check(current: Release | None, candidate: Release, options: argparse.Namespace) -> list[Verdict]:
    """Compare the size of what a classifier opens with what it may be."""
    size = _megabytes(candidate)
    before = f", {_megabytes(current):.1f} before" if current else ""
    said = f"{size:.1f} MB{before}; {options.max_size:.1f} allowed"
    return [Verdict("size", size <= options.max_size, said)]


def _megabytes(release: Release) -> float:
    return sum(release.files[name].size for name in FILES if name in release.files) / 1e6
