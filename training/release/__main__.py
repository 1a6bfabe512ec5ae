"""Pack a model for where it serves.

To use it:
  python -m training.release import-legacy pytorch_distilbert_news.bin data/news --out artifacts/old
  python -m training.release build model/release --out build/model.tar.gz
  python -m training.release build artifacts/mine --out build/model.tar.gz --architecture aarch64
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from training.command_line import carried_out
from training.release.commands import build, import_legacy, listing, promote, publish, rollback, show

COMMANDS = (build, publish, listing, show, promote, rollback, import_legacy)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    options = _parser().parse_args(arguments)
    work: Callable[[argparse.Namespace], int] = options.work
    return carried_out(lambda: work(options), options.left.format_map(vars(options)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.release",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    # What a command sets beside its options: `work`, which does it, and `left`, what Ctrl-C leaves, in words.
    parser.set_defaults(left="nothing was changed")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_command(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
