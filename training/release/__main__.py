"""Pack a model for where it serves.

To use it:
  python -m training.release build model/release --out build/model.tar.gz
  python -m training.release build artifacts/mine --out build/model.tar.gz --architecture aarch64
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from training.command_line import carried_out
from training.release.tarball import build_tarball
from training.release.wheels import Architecture, Target, fetch_wheels


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    options = _parser().parse_args(arguments)
    target = Target(options.python, options.architecture)

    def work() -> int:
        with TemporaryDirectory(prefix="wheels-") as folder:
            print(f"fetching wheels for Python {target.python} on {target.architecture}", flush=True)
            wheels = fetch_wheels(Path(folder), target)
            size = build_tarball(options.artifact, wheels, options.out)
        print(f"{options.out}: {size / 1e6:.1f} MB, of {', '.join(wheel.name for wheel in wheels)}")
        return 0

    return carried_out(work, f"{options.out} was not written")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.release",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="pack an artifact as model.tar.gz for a SageMaker endpoint")
    build.add_argument("artifact", type=Path, help="folder of the artifact")
    build.add_argument("--out", type=Path, default=Path("build/model.tar.gz"), help="(default: %(default)s)")
    default = Target()
    build.add_argument(
        "--python", default=default.python, help="version of the image's Python (default: %(default)s)"
    )
    build.add_argument(
        "--architecture",
        choices=get_args(Architecture),
        default=default.architecture,
        help="CPU of the endpoint's instances; aarch64 is Graviton (default: %(default)s)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
