"""A file of labelled headlines, on this machine or in S3."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from model.storage import is_s3_uri, split_s3_uri
from training.aws import client_of
from training.data.errors import DataError
from training.data.progress import progress_bar


@dataclass(frozen=True)
class Source:
    """A file that is ready to be read.

    Attributes
    ----------
    name
        Its name in messages and in the report: the last part of its address.
    path
        Where its content lies on this machine.
    sha256
        Hash of its content, in hexadecimal.
    """

    name: str
    path: Path
    sha256: str


@contextmanager
def open_source(address: str | Path, *, progress: bool) -> Iterator[Source]:
    """Provide a file's content; a file from S3 lies in a temporary folder as long as the context is open.

    Raises
    ------
    DataError
        If there is no such file, or it cannot be had.
    """
    if isinstance(address, str) and is_s3_uri(address):
        with tempfile.TemporaryDirectory(prefix="newsdesk-") as folder:
            name = PurePosixPath(_key(address)).name
            path = Path(folder) / name
            _download(address, path, progress=progress)
            yield Source(name, path, file_sha256(path))
        return
    path = Path(address)
    if not path.is_file():
        raise DataError(
            f"{path} is {'a folder' if path.is_dir() else 'not there'}; a file of headlines is needed"
        )
    yield Source(path.name, path, file_sha256(path))


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _key(uri: str) -> str:
    try:
        _, key = split_s3_uri(uri)
    except ValueError as error:
        raise DataError(str(error)) from None
    if not key or key.endswith("/"):
        raise DataError(f"{uri} names no object; s3://bucket/key is needed")
    return key


def _download(uri: str, path: Path, *, progress: bool) -> None:
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    bucket, key = split_s3_uri(uri)
    try:
        client = client_of("s3")
        size = client.head_object(Bucket=bucket, Key=key)["ContentLength"]
        with progress_bar(f"getting {path.name}", size, "B", progress=progress) as bar:
            client.download_file(bucket, key, str(path), Callback=bar.update)
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code")
        reason = {"404": "does not exist", "403": "may not be read with these credentials"}.get(
            str(code), f"cannot be read: {error}"
        )
        raise DataError(f"{uri} {reason}") from None
    except (BotoCoreError, Boto3Error) as error:
        raise DataError(f"{uri} cannot be read: {error}") from None
