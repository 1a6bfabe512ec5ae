"""Send a training to SageMaker: `python -m training.launch --help`."""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from training.command_line import carried_out
from training.job.source import stage
from training.launch.aws import region_of
from training.launch.cost import estimate
from training.launch.errors import LaunchError
from training.launch.following import check_new, find_job, follow
from training.launch.job import Job, jobs_folder
from training.launch.options import parser
from training.launch.plan import plan
from training.launch.trainer import request_of, submit


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    reader = parser()
    options = reader.parse_args(arguments)
    if bool(options.data) == bool(options.follow):
        reader.error("give DATA, or --follow JOB")
    if options.follow:
        return carried_out(lambda: _followed(options.follow, region_of(options.region), options.every))
    return carried_out(lambda: _launched(options), "no job was sent")


def _launched(options: argparse.Namespace) -> int:
    job = plan(options, datetime.now(UTC))
    with TemporaryDirectory(prefix="newsdesk-job-") as folder:
        source = _source(job, Path(folder))
        if options.dry_run:
            print(json.dumps(request_of(job, source), indent=2))
        if options.dry_run or options.price_per_hour is not None:
            print(estimate(job, options.price_per_hour), file=sys.stderr, flush=True)
        if options.dry_run:
            return 0
        check_new(job.name, job.place.region)
        for channel in job.channels:
            channel.upload(job.place.region)
        try:
            submit(job, source)
        except KeyboardInterrupt:
            # The request may be on its way, or there already.
            print(
                f"\nstopped while {job.name} was sent; if it was, it goes on. "
                f"{_afterwards(job.name, job.place.region)}",
                file=sys.stderr,
            )
            return 130
    print(f"sent {job.name}; all of it is below {jobs_folder(job.place.store)}/{job.name}/", flush=True)
    if not options.wait:
        print(_afterwards(job.name, job.place.region))
        return 0
    return _followed(job.name, job.place.region, options.every)


def _source(job: Job, folder: Path) -> Path:
    """Write the source of a job, with a recipe of one's own beside its program, which looks for it there."""
    source = stage(folder)
    if job.recipe:
        shutil.copy(job.recipe, source)
    return source


def _followed(name: str, region: str, every: float) -> int:
    job = None
    try:
        job = find_job(name, region)
        return follow(job, every)
    except KeyboardInterrupt:
        print(f"\n{name} goes on. {_afterwards(name, region)}", file=sys.stderr)
        if job:
            print(f"To stop it:\n  {job.stopping()}", file=sys.stderr)
        return 130
    except LaunchError as error:
        # Credentials that have expired, say: AWS says no to whoever looks, and not to the job.
        if job:
            raise LaunchError(f"{error}\n{name} goes on. {_afterwards(name, region)}") from None
        raise


def _afterwards(name: str, region: str) -> str:
    return f"To follow it:\n  python -m training.launch --follow {name} --region {region}"


if __name__ == "__main__":
    sys.exit(main())
