"""Tell whether a stage runs the code of a bundle: what follows then changes something else alone.

To use it:
  python -m infrastructure.deployed build/bundle-arm64.zip --stage prod --region eu-west-1
"""

import argparse
import base64
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from infrastructure.smoke.discovery import NAME
from training.aws import client_of
from training.command_line import carried_out


class DeployedError(ValueError):
    """A stage that does not run the code; the message says so."""


def check_code(bundle: Path, stage: str, region: str | None = None) -> None:
    """Check that a stage runs the code of a bundle.

    Raises
    ------
    DeployedError
        If it runs another, or none, or AWS says no.
    OSError
        If the bundle cannot be read.
    """
    # Only here: whoever compares nothing need not wait for it.
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    digest = base64.b64encode(hashlib.sha256(bundle.read_bytes()).digest()).decode()
    name = f"{NAME}-{stage}-classify"
    try:
        found = client_of("lambda", region).get_function_configuration(FunctionName=name)["CodeSha256"]
    except (BotoCoreError, ClientError) as error:
        raise DeployedError(f"AWS was asked for {name}: {error}") from None
    if found != digest:
        raise DeployedError(
            f"{name} runs other code than that of {bundle}: deploy this, or check out what is deployed"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m infrastructure.deployed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("bundle", type=Path, help="the zip that should be what runs there")
    parser.add_argument("--stage", required=True)
    parser.add_argument("--region", help="(default: that of the environment)")
    options = parser.parse_args(arguments)

    def work() -> int:
        check_code(options.bundle, options.stage, options.region)
        sys.stdout.write(f"{options.stage} runs the code of {options.bundle}\n")
        return 0

    return carried_out(work, "nothing was compared")


if __name__ == "__main__":
    sys.exit(main())
