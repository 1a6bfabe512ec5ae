"""`publish`: an artifact into a store."""

import argparse
import sys
from pathlib import Path

from model.artifact import open_artifact
from training.data import open_prepared
from training.release.answers import answers_of
from training.release.errors import ReleaseError
from training.release.names import is_semantic
from training.release.packed import open_packed
from training.release.publishing import LEFT, publish
from training.release.store import Store
from training.release.store_option import add_store_option


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "publish",
        help="put an artifact into a store, once and whole",
        description="Put an artifact into a store, under the name and the version of its manifest. A version is "
        "never overwritten. Each file goes by one request, which carries 5 GB at most.",
    )
    parser.add_argument(
        "artifact",
        help="folder of the artifact; or the model.tar.gz of a training job, here or as s3://bucket/key, which "
        "then is published beside it, as with --tarball",
    )
    add_store_option(parser)
    parser.add_argument(
        "--version", help="refuse unless this is the version the manifest says; it changes nothing"
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="PREPARED",
        help="folder of prepared headlines, whose test split the artifact answers; the answers go with it, not "
        "the texts, for `compare` and `promote`",
    )
    parser.add_argument(
        "--tarball",
        type=Path,
        metavar="MODEL.TAR.GZ",
        help="the same artifact as `build` packed it, for an endpoint and for `register`",
    )
    parser.set_defaults(work=work, left=LEFT)


def work(options: argparse.Namespace) -> int:
    """Publish, and say where it is; return the exit code."""
    store = Store(options.store)
    with open_packed(options.artifact) as (artifact, packed):
        if packed and options.tarball:
            raise ReleaseError(
                f"{options.artifact} is a tarball itself, so --tarball {options.tarball} is one too many"
            )
        answers = None
        if options.data:
            answers = answers_of(open_artifact(artifact), open_prepared(options.data)).to_json()
        tarball = packed or options.tarball
        done = publish(artifact, store, answers=answers, tarball=tarball, version=options.version)
    version = done.claim.version
    if not is_semantic(version):
        print(
            f"note: {version} is not MAJOR.MINOR.PATCH, so it is listed as older than any that is",
            file=sys.stderr,
        )
    what, size = f"{done.claim.name} {version}", f"{done.size / 1e6:.1f} MB"
    if done.sent:
        print(f"published {what}: {done.address}, {size} in {len(done.claim.files)} files")
    else:
        print(f"{what} is published already, and the same: {done.address}, since {done.claim.claimed}")
    return 0
