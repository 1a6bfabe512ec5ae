"""`register`: a release in SageMaker's Model Registry."""

import argparse
from typing import get_args

from training.release.published import open_release
from training.release.registration import INSTANCES, TAG, Approval, register
from training.release.store import Store
from training.release.store_option import add_store_option


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "register",
        help="register a release in SageMaker's Model Registry",
        description="Make a release, published with --tarball, a version of a Model Package Group, which is made "
        "if it is missing. A release that is registered already is not registered again.",
    )
    parser.add_argument("name", help="of the model")
    parser.add_argument("version", help="of the release")
    parser.add_argument("--group", required=True, help="the Model Package Group")
    parser.add_argument(
        "--image", metavar="URI", help=f"container that serves it (default: AWS's own for inference, {TAG})"
    )
    parser.add_argument(
        "--instances",
        nargs="+",
        default=INSTANCES,
        metavar="TYPE",
        help=f"instance types it may run on (default: {' '.join(INSTANCES)})",
    )
    parser.add_argument(
        "--approval",
        choices=get_args(Approval),
        default="PendingManualApproval",
        help="status of the new package (default: %(default)s)",
    )
    parser.add_argument("--region", help="of the registry (default: that of the environment or the profile)")
    add_store_option(parser)
    parser.set_defaults(work=work, left="`register` may be called again: it registers a release once")


def work(options: argparse.Namespace) -> int:
    """Register the release and print the ARN; return the exit code."""
    release = open_release(Store(options.store), options.name, options.version)
    done = register(
        release,
        options.group,
        image=options.image,
        instances=options.instances,
        approval=options.approval,
        region=options.region,
    )
    if done.group_is_new:
        print(f"made the group {options.group}")
    how = "registered as" if done.new else "is registered already, as"
    print(f"{options.name} {options.version} {how} {done.arn} ({done.approval})")
    return 0
