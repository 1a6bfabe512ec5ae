"""Folders in S3, both ways, as a training job's agent keeps them."""

import os
import tarfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any


def split(uri: str) -> tuple[str, str]:
    """Return bucket and prefix of `s3://BUCKET/PREFIX`."""
    bucket, _, prefix = uri.removeprefix("s3://").partition("/")
    return bucket, prefix.rstrip("/")


def keys(s3: Any, uri: str) -> list[str]:
    """Return the keys below a folder, from it on."""
    bucket, prefix = split(uri)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/")
    return [entry["Key"][len(prefix) + 1 :] for page in pages for entry in page.get("Contents", [])]


def download(s3: Any, uri: str, folder: Path) -> None:
    """Copy a folder of S3."""
    bucket, prefix = split(uri)
    folder.mkdir(parents=True, exist_ok=True)
    for key in keys(s3, uri):
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(s3.get_object(Bucket=bucket, Key=f"{prefix}/{key}")["Body"].read())


def upload_packed(s3: Any, folder: Path, uri: str) -> None:
    """Copy a folder to S3 as one `.tar.gz`."""
    content = BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz", compresslevel=1) as tar:
        tar.add(folder, arcname=".")
    bucket, key = split(uri)
    s3.put_object(Bucket=bucket, Key=key, Body=content.getvalue())


class Mirror:
    """A folder that S3 is to hold too: what is new or other is copied, what is gone is deleted there.

    A file is read while it may be written, so that a copy may be of one that is half there.

    Parameters
    ----------
    s3
        Client.
    folder, uri
        What is copied where to; what the folder holds now was copied from there.
    """

    def __init__(self, s3: Any, folder: Path, uri: str) -> None:
        self._s3, self._folder = s3, folder
        self._bucket, self._prefix = split(uri)
        self._copied = self._seen()

    def update(self) -> None:
        """Copy and delete what has changed since the last time."""
        seen = self._seen()
        for name in sorted(seen.keys() | self._copied.keys()):
            key = f"{self._prefix}/{name}"
            if name not in seen:
                self._s3.delete_object(Bucket=self._bucket, Key=key)
                del self._copied[name]
            elif seen[name] != self._copied.get(name):
                with suppress(FileNotFoundError):  # it was deleted just now
                    content = (self._folder / name).read_bytes()
                    self._s3.put_object(Bucket=self._bucket, Key=key, Body=content)
                    self._copied[name] = seen[name]

    def _seen(self) -> dict[str, tuple[int, int]]:
        found = {}
        for folder, _, names in os.walk(self._folder):  # which passes over what is deleted meanwhile
            for path in (Path(folder) / name for name in names):
                with suppress(FileNotFoundError):
                    status = path.stat()
                    found[path.relative_to(self._folder).as_posix()] = (status.st_mtime_ns, status.st_size)
        return found
