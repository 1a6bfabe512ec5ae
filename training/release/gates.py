"""The gates that ask how good a release is: labels and accuracy beside those of the one before, and calibration.

They compare on the same headlines: those that both were published with answers to, or the test split of `--data`.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from training.release.pairing import LEAST
from training.release.published import Release
from training.release.verdict import Verdict

TOLERANCE = 0.01
MAX_ECE = 0.05


def add_gate_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the gates."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="PREPARED",
        help="folder of prepared headlines, whose test split is answered now (default: the answers that the "
        "releases were published with)",
    )
    parser.add_argument(
        "--tolerance",
        type=_share,
        default=TOLERANCE,
        metavar="SHARE",
        help="of accuracy that may be lost, where it can be chance (default: %(default)s)",
    )
    parser.add_argument(
        "--max-ece",
        type=_share,
        default=MAX_ECE,
        metavar="SHARE",
        help="calibration error that a release may have, unless that before has more (default: %(default)s)",
    )
    parser.add_argument(
        "--least-headlines",
        type=_count,
        default=LEAST,
        metavar="COUNT",
        help="that both must have answered (default: %(default)s)",
    )
    parser.add_argument(
        "--other-labels",
        action="store_true",
        help="let a release have other labels than the one before; what asks the API has to be ready for them",
    )


def check(current: Release | None, candidate: Release, options: argparse.Namespace) -> Sequence[Verdict]:
    """Ask a release how good it is, beside the one that the stage has.

    What cannot be measured is refused, with the way out.

    Parameters
    ----------
    current
        What the stage has; None before its first release.
    candidate
        What it is to have.
    options
        Of `add_gate_options`.
    """
    # Only here: it is slow to import, and most commands do without.
    from training.release.quality import judge

    return judge(current, candidate, options)


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:  # nor is what is no number at all, beside which any loss would pass
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return share


def _count(text: str) -> int:
    count = int(text)
    if count < 1:  # of no headlines, any accuracy would pass
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return count
