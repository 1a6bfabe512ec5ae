"""Files from a folder or from S3, by one address."""

import hashlib
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol

from model.errors import ArtifactError, SettingsError


class Folder(Protocol):
    """A place that holds named files."""

    def read(self, name: str) -> bytes:
        """Return the content of the file called `name`.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        ArtifactError
            If the store does not answer, or does not allow it.
        """

    def read_changed(self, name: str, tag: str | None) -> tuple[bytes, str] | None:
        """Return the content of a file and its tag, or nothing where that is still `tag`.

        Raises as `read` does.
        """


class LocalFolder:
    """A folder of this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes:
        return (self.path / name).read_bytes()

    def read_changed(self, name: str, tag: str | None) -> tuple[bytes, str] | None:
        content = self.read(name)
        found = hashlib.sha256(content).hexdigest()
        return None if found == tag else (content, found)


class _UnchangedError(Exception):
    """The file is the one that was read before."""


class S3Folder:
    """The objects below one prefix of a bucket."""

    def __init__(self, uri: str) -> None:
        self.bucket, self.prefix = split_s3_uri(uri)

    def read(self, name: str) -> bytes:
        return self._get(name)[0]

    def read_changed(self, name: str, tag: str | None) -> tuple[bytes, str] | None:
        try:
            return self._get(name, **({"IfNoneMatch": tag} if tag else {}))
        except _UnchangedError:
            return None

    def _get(self, name: str, **conditions: str) -> tuple[bytes, str]:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, ClientError

        key = f"{self.prefix.rstrip('/')}/{name}".lstrip("/")
        config = Config(
            connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 3}
        )
        try:
            # A client of its own for each: a kept connection may be one that a snapshot or a pause has cut.
            client: Any = boto3.client("s3", config=config)
            response = client.get_object(Bucket=self.bucket, Key=key, **conditions)
            return response["Body"].read(), response["ETag"]
        except ClientError as error:
            if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == HTTPStatus.NOT_MODIFIED:
                raise _UnchangedError from None
            if error.response.get("Error", {}).get("Code") in {"NoSuchKey", "NoSuchBucket", "404"}:
                raise FileNotFoundError(f"s3://{self.bucket}/{key} does not exist") from None
            raise ArtifactError(f"s3://{self.bucket}/{key} cannot be read: {error}") from None
        except BotoCoreError as error:
            raise ArtifactError(f"s3://{self.bucket}/{key} cannot be read: {error}") from None


def open_folder(address: str | Path) -> Folder:
    """Return the folder at a local path or at an `s3://bucket/prefix` URI.

    Raises
    ------
    SettingsError
        If an `s3://` URI names no bucket.
    """
    return (
        S3Folder(address) if isinstance(address, str) and is_s3_uri(address) else LocalFolder(Path(address))
    )


def is_s3_uri(address: str) -> bool:
    """Return whether an address is an `s3://` URI."""
    return address.startswith("s3://")


def split_s3_uri(uri: str) -> tuple[str, str]:
    """Return bucket and key (or prefix) of an `s3://` URI.

    Raises
    ------
    SettingsError
        If the URI names no bucket.
    """
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    if not is_s3_uri(uri) or not bucket:
        raise SettingsError(f"{uri!r} is not s3://bucket/key")
    return bucket, key.lstrip("/")
