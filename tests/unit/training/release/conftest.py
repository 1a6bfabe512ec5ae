"""A server that speaks S3 and SageMaker in this process, and a store of a test's own on it."""

from collections.abc import Iterator
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

from tests.releases import Run
from training.release.__main__ import main
from training.release.aws import client_of
from training.release.store import Store


@pytest.fixture(scope="package")
def server() -> Iterator[dict[str, str]]:
    """What the environment has to hold for boto3 to find the server."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "eu-west-1",
    }
    server.stop()


@pytest.fixture(scope="package")
def s3(server: dict[str, str]) -> Any:
    """A client of the server, as the commands make it: to make one takes longer than most tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.items():
            patch.setenv(name, value)
        return client_of("s3")


@pytest.fixture
def store(
    server: dict[str, str], s3: Any, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Store:
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("training.release.store.client_of", lambda _: s3)
    bucket = f"store-{abs(hash(request.node.nodeid))}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    monkeypatch.setenv("NEWSDESK_STORE", f"s3://{bucket}")
    return Store(f"s3://{bucket}")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*command: object) -> tuple[int, str]:
        capsys.readouterr()
        code = main([str(word) for word in command])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run
