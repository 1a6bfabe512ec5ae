"""What becomes of an artifact: packed, published, promoted, rolled back.

To use it:
  export NEWSDESK_STORE=s3://BUCKET
  python -m training.release build artifacts/mine --out build/model.tar.gz
  python -m training.release publish artifacts/mine --tarball build/model.tar.gz
  python -m training.release list
  python -m training.release promote mine 1.0.0 --stage prod
  python -m training.release rollback mine --stage prod
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from training.command_line import carried_out
from training.release.commands import (
    build,
    compare,
    import_legacy,
    listing,
    promote,
    publish,
    register,
    rollback,
    show,
)

COMMANDS = (build, publish, listing, show, compare, promote, rollback, register, import_legacy)


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
