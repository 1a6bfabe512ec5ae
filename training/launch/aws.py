"""AWS, asked with bounded patience, whose refusals are one sentence."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from training.launch.errors import LaunchError

LONGEST = 400
"""Letters of what AWS says when it says no."""


def region_of(wanted: str | None) -> str:
    """Return the region that was asked for, or that of the environment.

    Raises
    ------
    LaunchError
        If there is none.
    """
    import boto3

    found = wanted or os.environ.get("AWS_REGION") or boto3.Session().region_name
    if not found:
        raise LaunchError("no region is known: give --region, or set AWS_REGION")
    return str(found)


@contextmanager
def asked(what: str) -> Iterator[None]:
    """Say what AWS was asked for, where it says no.

    Raises
    ------
    LaunchError
        If AWS cannot be reached, or refuses.
    """
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        # In one line: what is no answer of AWS can be a page of HTML.
        said = " ".join(str(error).split())[:LONGEST]
        raise LaunchError(f"AWS was asked {what}: {said}") from None
