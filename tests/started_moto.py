"""A server that plays AWS (moto), started for a test as a process of its own."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import EndpointConnectionError

from infrastructure.free_port import free_port
from tests.started_api import ROOT

PATIENCE = 60
REGION = "eu-west-1"
ACCOUNT = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": REGION}


@dataclass(frozen=True)
class StartedMoto:
    """A server that answers.

    Attributes
    ----------
    address
        Of the server, without a slash at the end.
    """

    address: str

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to find the server in place of AWS.

        The framework looks every 100 milliseconds whether it is done there, and not every 5 seconds.
        """
        return {**ACCOUNT, "AWS_ENDPOINT_URL": self.address, "SLS_AWS_MONITORING_FREQUENCY": "100"}

    def client(self, service: str) -> Any:
        """Return a client of boto3."""
        return _client(self.address, service)


@contextmanager
def started_moto(folder: Path) -> Iterator[StartedMoto]:
    """Start a server on a free port; what it prints goes into the folder."""
    port = free_port()
    with (folder / "output").open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.moto_launcher", str(port)], cwd=ROOT, stdout=output, stderr=output
        )
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                _client(address, "s3").list_buckets()
                break
            except EndpointConnectionError:
                assert time.monotonic() < end, "moto did not start"
                time.sleep(0.2)
        yield StartedMoto(address)
    finally:
        server.kill()
        server.wait()


def _client(address: str, service: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=address,
        region_name=REGION,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
