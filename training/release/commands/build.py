"""`build`: an artifact as `model.tar.gz`."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from training.release.tarball import build_tarball
from training.release.wheels import Architecture, Target, fetch_wheels


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its options."""
    parser = commands.add_parser("build", help="pack an artifact as model.tar.gz for a SageMaker endpoint")
    parser.add_argument("artifact", type=Path, help="folder of the artifact")
    parser.add_argument("--out", type=Path, default=Path("build/model.tar.gz"), help="(default: %(default)s)")
    default = Target()
    parser.add_argument(
        "--python", default=default.python, help="version of the image's Python (default: %(default)s)"
    )
    parser.add_argument(
        "--architecture",
        choices=get_args(Architecture),
        default=default.architecture,
        help="CPU of the endpoint's instances; aarch64 is Graviton (default: %(default)s)",
    )
    parser.set_defaults(work=build, left="{out} was not written")


def build(options: argparse.Namespace) -> int:
    """Fetch the wheels and pack them with the artifact; return the exit code."""
    target = Target(options.python, options.architecture)
    with TemporaryDirectory(prefix="wheels-") as folder:
        print(f"fetching wheels for Python {target.python} on {target.architecture}", flush=True)
        wheels = fetch_wheels(Path(folder), target)
        size = build_tarball(options.artifact, wheels, options.out)
    print(f"{options.out}: {size / 1e6:.1f} MB, of {', '.join(wheel.name for wheel in wheels)}")
    return 0
