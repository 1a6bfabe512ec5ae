"""A client of AWS for commands, which wait longer than a request may."""

import os
from typing import Any


def client_of(
    service: str,
    region: str | None = None,
    *,
    connect_seconds: float = 5,
    read_seconds: float = 30,
    attempts: int = 4,
) -> Any:
    """Return a client that gives up in time.

    Parameters
    ----------
    service
        As boto3 calls it.
    region
        That of the environment or of the profile unless told.
    connect_seconds, read_seconds
        That a connection and an answer are waited for.
    attempts
        Of every call: a connection that is cut and an answer of 5xx are met by another try.

    Raises
    ------
    botocore.exceptions.BotoCoreError
        If no region is known, where the service needs one.
    """
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=connect_seconds,
        read_timeout=read_seconds,
        tcp_keepalive=True,
        retries={"mode": "standard", "total_max_attempts": attempts},
    )
    # boto3 itself reads AWS_DEFAULT_REGION alone.
    session: Any = boto3.Session(region_name=region or os.environ.get("AWS_REGION"))
    return session.client(service, config=config)
