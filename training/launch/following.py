"""Following a job until it ends."""

import sys
import time
from typing import Any

from training.aws import client_of
from training.launch.aws import asked
from training.launch.errors import LaunchError
from training.launch.look import Followed
from training.launch.training_job import TrainingJob
from training.launch.tuning_job import TuningJob


def find_job(name: str, region: str) -> Followed:
    """Return a training or a search by its name.

    Raises
    ------
    LaunchError
        If there is none, or AWS cannot be asked.
    """
    job = _known(name, region)
    if job is None:
        raise LaunchError(f"there is no job {name!r} in {region}")
    return job


def check_new(name: str, region: str) -> None:
    """Check that no job has a name: what is uploaded for one would replace what another reads, or has read.

    Raises
    ------
    LaunchError
        If there is one, or AWS cannot be asked.
    """
    if _known(name, region):
        raise LaunchError(f"there is a job {name!r} in {region} already; choose another --job")


def _known(name: str, region: str) -> Followed | None:
    sagemaker = client_of("sagemaker", region)
    with asked(f"for the job {name}"):
        found = _found(sagemaker, "describe_training_job", TrainingJobName=name)
        if found is not None:
            return TrainingJob(name, region, found)
        search = _found(sagemaker, "describe_hyper_parameter_tuning_job", HyperParameterTuningJobName=name)
    return None if search is None else TuningJob(name, region)


def _found(sagemaker: Any, operation: str, **name: str) -> dict[str, Any] | None:
    from botocore.exceptions import ClientError

    try:
        described: dict[str, Any] = getattr(sagemaker, operation)(**name)
    except ClientError as error:
        # Both are what AWS calls a name that it does not know.
        if error.response.get("Error", {}).get("Code") in ("ValidationException", "ResourceNotFound"):
            return None
        raise
    return described


def follow(job: Followed, every: float) -> int:
    """Show what a job says and how far it is until it ends; return the exit code: 0 if all is well with it, or 1.

    Parameters
    ----------
    job
        Which.
    every
        Seconds between two looks.

    Raises
    ------
    LaunchError
        If AWS cannot be asked; the job goes on.
    """
    from tqdm import tqdm

    last, ran = "", False
    # A line that is drawn anew, where a person watches; else one line for each change.
    with tqdm(bar_format="{desc}", disable=None, leave=False) as bar:
        while True:
            look = job.look()
            for line in look.lines:
                tqdm.write(line, file=sys.stdout)
            if not bar.disable:
                bar.set_description_str(f"{look.state}, {look.times}")
            elif look.state != last:
                print(f"{job.name}: {look.state}, {look.times}", file=sys.stderr, flush=True)
            last = look.state
            sys.stdout.flush()
            # What is said last comes a little later than the end.
            if look.ended is not None and not ran:
                break
            ran = look.ended is None
            time.sleep(every)
    print(look.ended, file=sys.stdout if look.good else sys.stderr)
    return 0 if look.good else 1
