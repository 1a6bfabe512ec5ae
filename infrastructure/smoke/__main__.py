"""Ask a deployed service the questions that tell whether it works.

To use it:
  python -m infrastructure.smoke --stage prod --region eu-west-1 --version 1.2.0
  python -m infrastructure.smoke --url http://localhost:3000 --key newsdesk-local-key

Where callers need a token beside the key, it is taken from the variable API_TOKEN.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence

from infrastructure.smoke.checks import Check, Expected, checks_of
from infrastructure.smoke.discovery import find_service
from infrastructure.smoke.errors import SmokeError
from infrastructure.smoke.service import Service
from training.command_line import carried_out

PATIENCE = 90
"""Seconds in which a new service may come to answer: a new key is not known everywhere at once."""
PAUSE = 2
"""Seconds between two questions."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if bool(options.url) == bool(options.stage):
        parser.error("give --stage or --url")

    def work() -> int:
        token = os.environ.get("API_TOKEN", "")
        if options.url:
            service = Service(options.url, options.key or os.environ.get("API_KEY", ""), token)
        else:
            service = find_service(options.stage, options.region, token)
        print(service.url, flush=True)
        if service.wants_token and not token:
            print("callers need a token, and the variable API_TOKEN has none: not everything can be asked")
        # One end for all: a service that is down is not waited for at every check anew.
        end = time.monotonic() + options.patience
        expected = Expected(options.model, options.version)
        checks = checks_of(service)
        failed = [name for name, check in checks.items() if not _passes(name, check, service, expected, end)]
        if failed:
            print(f"failed: {', '.join(failed)}", file=sys.stderr)
        return 1 if failed else 0

    return carried_out(work, "not every check was asked")


def _passes(name: str, check: Check, service: Service, expected: Expected, end: float) -> bool:
    """Tell whether a check passes before the end, or at the last question; print a line that says so."""
    while True:
        try:
            outcome, found, passed = "ok", check(service, expected), True
        except SmokeError as error:
            outcome, found, passed = "FAILED", str(error), False
        if passed or time.monotonic() + PAUSE > end:
            print(f"{outcome:8}{name:14}{service.milliseconds:7.0f} ms  {found}", flush=True)
            return passed
        time.sleep(PAUSE)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infrastructure.smoke",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--stage", help="of the stack to find, with its key, in the account of the environment"
    )
    parser.add_argument("--region", help="of the stack (default: that of the environment)")
    parser.add_argument("--url", help="of a service, in place of a stage")
    parser.add_argument("--key", help="that it takes (default: the variable API_KEY)")
    parser.add_argument("--model", default="", help="whose name it should serve")
    parser.add_argument("--version", default="", help="that its model should have")
    parser.add_argument(
        "--patience",
        type=float,
        default=PATIENCE,
        help="seconds in which failed checks are asked again (default: %(default)s)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
