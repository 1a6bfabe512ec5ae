import hashlib

import boto3
import pytest
from moto.server import ThreadedMotoServer

from training.data.errors import DataError
from training.data.source import open_source


@pytest.fixture(scope="module")
def s3():
    """A real S3 API on loopback, with one bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(boto3, "DEFAULT_SESSION", None)  # it keeps what the environment was
        patch.setenv("AWS_ENDPOINT_URL_S3", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        client = boto3.client("s3")
        client.create_bucket(Bucket="news")
        client.put_object(Bucket="news", Key="in/mine.csv", Body=b"headline,label\n")
        yield client
    server.stop()


def test_a_local_file_is_read_where_it_lies(write):
    path = write("mine.csv", "headline,label")

    with open_source(path, progress=False) as source:
        assert (source.name, source.path) == ("mine.csv", path)
        assert source.sha256 == hashlib.sha256(b"headline,label\n").hexdigest()


def test_an_s3_object_is_there_as_long_as_it_is_read(s3):
    with open_source("s3://news/in/mine.csv", progress=False) as source:
        assert source.name == "mine.csv"
        assert source.path.read_bytes() == b"headline,label\n"
        assert source.sha256 == hashlib.sha256(b"headline,label\n").hexdigest()

    assert not source.path.exists()
    assert not source.path.parent.exists()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("s3://news/in/other.csv", "s3://news/in/other.csv does not exist"),
        ("s3://nowhere/mine.csv", "s3://nowhere/mine.csv does not exist"),
        ("s3://news/in/", "names no object"),
        ("s3:///mine.csv", "is not s3://bucket/key"),
    ],
)
def test_an_s3_object_that_is_not_there_is_named(s3, address, message):
    with pytest.raises(DataError, match=message), open_source(address, progress=False):
        pass


def test_s3_without_credentials_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")

    with (
        pytest.raises(DataError, match="cannot be read: Unable to locate credentials"),
        open_source("s3://news/in/mine.csv", progress=False),
    ):
        pass


@pytest.mark.parametrize(("name", "message"), [("none.csv", "is not there"), (".", "is a folder")])
def test_a_local_file_that_is_not_there_is_named(tmp_path, name, message):
    with pytest.raises(DataError, match=message), open_source(tmp_path / name, progress=False):
        pass
