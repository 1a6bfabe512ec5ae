"""A store of releases: a bucket, or what lies below a prefix of one."""

import hashlib
import io
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from model.storage import split_s3_uri
from training.release.aws import ATTEMPTS, client_of, told

LARGEST = 5 * 1000**3
"""Bytes that one PutObject may carry; more would need an upload in parts, which is not one atomic step."""
CHUNK = 1 << 20
MODELS = "models"

Watch = Callable[[int], object]
"""Is told how many more bytes are through; fewer than none when a try is begun anew."""


@dataclass(frozen=True)
class Listed:
    """An object as a listing shows it: its size in bytes, and when it was written."""

    size: int
    modified: datetime


@dataclass(frozen=True)
class Found:
    """The content of an object, and the tag that changes with it."""

    content: bytes
    etag: str


class Store:
    """The objects of a store, each written by one conditional request.

    Parameters
    ----------
    address
        `s3://bucket` or `s3://bucket/prefix`.
    """

    def __init__(self, address: str) -> None:
        self.bucket, prefix = split_s3_uri(address)
        self.prefix = prefix.strip("/")

    @cached_property
    def _client(self) -> Any:
        return client_of("s3")

    def uri(self, key: str = "") -> str:
        """Return the address of an object, or of the store."""
        return "/".join(part for part in (f"s3://{self.bucket}", self.prefix, key) if part)

    def read(self, key: str) -> Found | None:
        """Return an object's content; None if there is no such object.

        Raises
        ------
        ReleaseError
            If S3 says no, or does not answer.
        """
        chunks: list[bytes] = []
        etag = self._stream(key, chunks.append, chunks.clear)
        return None if etag is None else Found(b"".join(chunks), etag)

    def sha256(self, key: str, watch: Watch = lambda _: None) -> str | None:
        """Read an object from end to end and return the SHA-256 of what came; None if there is no such object.

        Raises
        ------
        ReleaseError
            If S3 says no, or does not answer.
        """
        hashes = [hashlib.sha256()]
        through = 0

        def take(chunk: bytes) -> None:
            nonlocal through
            hashes[0].update(chunk)
            through += len(chunk)
            watch(len(chunk))

        def begin_anew() -> None:
            nonlocal through
            hashes[0] = hashlib.sha256()
            watch(-through)
            through = 0

        return None if self._stream(key, take, begin_anew) is None else hashes[0].hexdigest()

    def listing(self, folder: str) -> dict[str, Listed]:
        """Return the objects below a folder, by key.

        Raises
        ------
        ReleaseError
            If S3 says no, or does not answer.
        """
        start = len(self._key(""))
        with told(f"list {self.uri(folder)}"):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=f"{self._key(folder)}/"
            )
            return {
                one["Key"][start:]: Listed(one["Size"], one["LastModified"])
                for page in pages
                for one in page.get("Contents", [])
            }

    def create(self, key: str, body: bytes | Path, digest: str, watch: Watch = lambda _: None) -> bool:
        """Write an object that is not there yet.

        Parameters
        ----------
        key
            Below the store.
        body
            Its content, or the file that holds it.
        digest
            SHA-256 of the content in hexadecimal; S3 refuses what arrives otherwise.
        watch
            Is told of the bytes of a file.

        Returns
        -------
        bool
            Whether it is there now with this content: also if it was there before, or if a first try was lost on
            the way back and the next one met what it had written.

        Raises
        ------
        ReleaseError
            If S3 says no, or does not answer.
        """
        checksum = b64encode(bytes.fromhex(digest)).decode()
        if self._put(key, body, watch, IfNoneMatch="*", ChecksumSHA256=checksum):
            return True
        return self.holds(key, digest)

    def swap(self, key: str, content: bytes, etag: str | None) -> bool:
        """Write an object in place of the one with this tag, or where there is none.

        Returns
        -------
        bool
            Whether it is there now; False if another one was there.

        Raises
        ------
        ReleaseError
            If S3 says no, or does not answer.
        """
        condition = {"IfMatch": etag} if etag else {"IfNoneMatch": "*"}
        if self._put(key, content, lambda _: None, **condition):
            return True
        found = self.read(key)  # a first try may have been lost on the way back
        return found is not None and found.content == content

    def holds(self, key: str, digest: str) -> bool:
        """Return whether an object has this SHA-256, by the checksum that S3 keeps; without one it is read.

        Raises
        ------
        ReleaseError
            If S3 says no, or does not answer.
        """
        from botocore.exceptions import ClientError

        with told(f"read {self.uri(key)}"):
            try:
                head = self._client.head_object(
                    Bucket=self.bucket, Key=self._key(key), ChecksumMode="ENABLED"
                )
            except ClientError as error:
                if _code(error) == "404":
                    return False
                raise
        checksum = head.get("ChecksumSHA256")
        if checksum:
            return bool(checksum == b64encode(bytes.fromhex(digest)).decode())
        return self.sha256(key) == digest

    def _key(self, key: str) -> str:
        return f"{self.prefix}/{key}" if self.prefix else key

    def _put(self, key: str, body: bytes | Path, watch: Watch, **condition: str) -> bool:
        """Return whether the object was written; False if the condition did not hold."""
        from botocore.exceptions import ClientError

        for attempt in range(ATTEMPTS):
            content = io.BytesIO(body) if isinstance(body, bytes) else _WatchedFile(body, watch)
            with told(f"write {self.uri(key)}"), content:
                try:
                    self._client.put_object(Bucket=self.bucket, Key=self._key(key), Body=content, **condition)
                except ClientError as error:
                    if _code(error) == "PreconditionFailed" or (_code(error) == "NoSuchKey"):
                        return False
                    # Somebody else was writing it at the same time, and S3 asks for another try.
                    if _code(error) != "ConditionalRequestConflict" or attempt == ATTEMPTS - 1:
                        raise
                    time.sleep(2**attempt / 10)
                else:
                    return True
        return False

    def _stream(self, key: str, take: Callable[[bytes], None], begin_anew: Callable[[], None]) -> str | None:
        """Hand an object on in chunks and return its tag; None if there is no such object.

        botocore retries a request, and not a body that breaks off.
        """
        from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError

        for attempt in range(ATTEMPTS):
            with told(f"read {self.uri(key)}"):
                try:
                    found = self._client.get_object(Bucket=self.bucket, Key=self._key(key))
                    for chunk in found["Body"].iter_chunks(CHUNK):
                        take(chunk)
                    etag: str = found["ETag"]
                except ClientError as error:
                    if _code(error) == "NoSuchKey":
                        return None
                    raise
                except (HTTPClientError, IncompleteReadError):
                    begin_anew()
                    if attempt == ATTEMPTS - 1:
                        raise
                else:
                    return etag
        return None


class _WatchedFile(io.FileIO):
    """A file that tells how much of it was read; S3's client reads it again from the start on another try."""

    def __init__(self, path: Path, watch: Watch) -> None:
        super().__init__(path)
        self._watch = watch
        self._told = 0

    def read(self, size: int | None = -1, /) -> bytes:
        content = super().read(-1 if size is None else size)
        self._watch(self.tell() - self._told)
        self._told = self.tell()
        return content


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
