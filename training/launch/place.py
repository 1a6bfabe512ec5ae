"""Where a job runs and what it may touch: a region, a store of releases, a role."""

import argparse
import re
from dataclasses import dataclass

from model.storage import split_s3_uri
from training.aws import client_of
from training.launch.aws import asked, region_of
from training.launch.errors import LaunchError

SERVICE = "newsdesk"
"""`service` of serverless.yml: with the stage it names the stack."""
BUCKET = "ModelBucketName"
ROLE = "TrainingRoleArn"

_ROLE = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/.+")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


@dataclass(frozen=True)
class Place:
    """Where a job runs.

    Attributes
    ----------
    region
        Of AWS.
    store
        `s3://BUCKET` or `s3://BUCKET/PREFIX`, without a slash at the end.
    role
        ARN of the role that the job works under.
    """

    region: str
    store: str
    role: str

    @property
    def bucket(self) -> str:
        return split_s3_uri(self.store)[0]


def add_place(parser: argparse.ArgumentParser) -> None:
    """Give a command the options that say where."""
    group = parser.add_argument_group("where (a deployed stage knows its store and its role)")
    group.add_argument("--region", help="of AWS (default: that of the environment)")
    group.add_argument("--stage", help="whose stack has the store and the role, as `make deploy` was told")
    where = group.add_mutually_exclusive_group()
    where.add_argument("--store", help="s3://BUCKET or s3://BUCKET/PREFIX, below which jobs/JOB/ is written")
    where.add_argument("--bucket", help="short for --store s3://BUCKET")
    group.add_argument("--role", help="ARN of the role that the job works under")


def given_place(options: argparse.Namespace) -> Place:
    """Return where a job runs: what the options say, and for the rest what the stack of the stage has.

    Raises
    ------
    LaunchError
        If the region, the store or the role is not known, or is none.
    """
    region = region_of(options.region)
    store = f"s3://{options.bucket}" if options.bucket else options.store
    role = options.role
    if not (store and role):
        if not options.stage:
            missing = "no store is known: give --store" if not store else "no role is known: give --role"
            raise LaunchError(f"{missing}, or --stage of a deployed stack that has both")
        outputs = _outputs(options.stage, region)
        store, role = store or f"s3://{outputs[BUCKET]}", role or outputs[ROLE]
    if not _ROLE.fullmatch(role):
        raise LaunchError(f"role {role!r} is not of the form arn:aws:iam::123456789012:role/NAME")
    bucket, _ = split_s3_uri(store)
    if not _BUCKET.fullmatch(bucket):
        raise LaunchError(f"store {store!r}: {bucket!r} cannot be the name of a bucket")
    return Place(region, store.rstrip("/"), role)


def _outputs(stage: str, region: str) -> dict[str, str]:
    stack = f"{SERVICE}-{stage}"
    with asked(f"for the outputs of the stack {stack} in {region}"):
        (found,) = client_of("cloudformation", region).describe_stacks(StackName=stack)["Stacks"]
    outputs = {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])}
    for name in (BUCKET, ROLE):
        if name not in outputs:
            raise LaunchError(f"the stack {stack} has no output {name}: deploy the stage anew")
    return outputs
