"""Make a zip of Lambda functions: `bundle` for most of them, `authorizer` for the one that checks tokens.

To use it:
  python -m infrastructure.bundle
  python -m infrastructure.bundle authorizer --architecture x86_64 --out build/authorizer-x86_64.zip
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from infrastructure.bundle.build import LAMBDA_GLIBC, Bundle, build_bundle
from infrastructure.bundle.contents import BUNDLES
from infrastructure.bundle.interpreter import find_interpreter
from infrastructure.debian import PYTHON
from training.command_line import carried_out
from training.release import Target

TARGETS = {
    "arm64": Target(PYTHON, "aarch64", LAMBDA_GLIBC),
    "x86_64": Target(PYTHON, "x86_64", LAMBDA_GLIBC),
}
"""By Lambda's name of the architecture."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    options = _parser().parse_args(arguments)
    out = options.out or Path(f"build/{options.name}-{options.architecture}.zip")

    def work() -> int:
        interpreter = find_interpreter(options.cache, options.python)
        print(f"making {out} for Python {PYTHON} on {options.architecture}", flush=True)
        target, contents = TARGETS[options.architecture], BUNDLES[options.name]
        print(_table(build_bundle(out, target, interpreter, contents)))
        return 0

    return carried_out(work, f"{out} was not written")


def _table(bundle: Bundle) -> str:
    lines = [f"{size / 1e6:8.1f} MB  {name}" for name, size in bundle.sizes.most_common()]
    lines.append(f"{bundle.unzipped / 1e6:8.1f} MB  unzipped")
    lines.append(f"{bundle.zipped / 1e6:8.1f} MB  {bundle.path}")
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infrastructure.bundle",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "name", choices=BUNDLES, nargs="?", default="bundle", help="which (default: %(default)s)"
    )
    parser.add_argument(
        "--architecture", choices=TARGETS, default="arm64", help="of the functions (default: %(default)s)"
    )
    parser.add_argument("--out", type=Path, help="(default: build/NAME-ARCHITECTURE.zip)")
    parser.add_argument(
        "--python", help=f"a Python {PYTHON}, to compile with (default: python{PYTHON}, or one from Debian)"
    )
    parser.add_argument(
        "--cache", type=Path, default=Path("build"), help="for one from Debian (default: %(default)s)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
