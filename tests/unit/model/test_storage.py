import threading
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from model.artifact import FILES, open_artifact
from model.errors import ArtifactError
from model.storage import open_folder, split_s3_uri


@pytest.fixture(scope="module")
def s3(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server that speaks S3 on loopback; boto3 finds it by its environment."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    environment = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        boto3.client("s3").create_bucket(
            Bucket="releases", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        yield "releases"
    server.stop()


def test_an_artifact_opens_from_s3_as_from_a_folder(s3: str, words_artifact: Path) -> None:
    client = boto3.client("s3")
    for name in (*FILES, "manifest.json"):
        client.upload_file(str(words_artifact / name), s3, f"models/words/0.1.0/{name}")

    assert open_artifact(f"s3://{s3}/models/words/0.1.0") == open_artifact(words_artifact)
    assert open_artifact(f"s3://{s3}/models/words/0.1.0/") == open_artifact(words_artifact)


def test_a_file_is_sent_again_only_when_it_has_changed(s3: str, tmp_path: Path) -> None:
    boto3.client("s3").put_object(Bucket=s3, Key="stages/prod.json", Body=b"one")
    (tmp_path / "prod.json").write_bytes(b"one")
    folders = open_folder(f"s3://{s3}/stages"), open_folder(tmp_path)

    found = [folder.read_changed("prod.json", None) for folder in folders]
    assert [content for content, _ in found] == [b"one", b"one"]
    assert [
        folder.read_changed("prod.json", tag) for folder, (_, tag) in zip(folders, found, strict=True)
    ] == [
        None,
        None,
    ]
    boto3.client("s3").put_object(Bucket=s3, Key="stages/prod.json", Body=b"two")
    (tmp_path / "prod.json").write_bytes(b"two")
    again = [folder.read_changed("prod.json", tag) for folder, (_, tag) in zip(folders, found, strict=True)]
    assert [content for content, _ in again] == [b"two", b"two"]


def test_a_missing_artifact_is_named(s3: str) -> None:
    with pytest.raises(ArtifactError, match=f"s3://{s3}/models/none has no manifest"):
        open_artifact(f"s3://{s3}/models/none")
    with pytest.raises(ArtifactError, match="s3://no-such-bucket/models has no manifest"):
        open_artifact("s3://no-such-bucket/models")


def test_a_refusal_of_s3_is_an_unusable_artifact(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)

    with pytest.raises(ArtifactError, match="cannot be read: Unable to locate credentials"):
        open_artifact(f"s3://{s3}/models/words/0.1.0")


def test_several_threads_may_open_at_once(s3: str, words_artifact: Path) -> None:
    client = boto3.client("s3")
    for name in (*FILES, "manifest.json"):
        client.upload_file(str(words_artifact / name), s3, f"models/words/0.2.0/{name}")
    opened: list[object] = []
    threads = [
        threading.Thread(target=lambda: opened.append(open_artifact(f"s3://{s3}/models/words/0.2.0")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert opened == [open_artifact(words_artifact)] * 4


@pytest.mark.parametrize(
    ("uri", "parts"),
    [("s3://b/a/c", ("b", "a/c")), ("s3://b", ("b", "")), ("s3://b/a#1?x", ("b", "a#1?x"))],
)
def test_split(uri: str, parts: tuple[str, str]) -> None:
    assert split_s3_uri(uri) == parts


def test_an_uri_without_a_bucket_is_refused() -> None:
    with pytest.raises(ValueError, match="'s3:///a' is not s3://bucket/key"):
        split_s3_uri("s3:///a")
