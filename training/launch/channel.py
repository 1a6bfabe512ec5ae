"""What a job reads: a folder that is put into the store for it, or one that is there already."""

from dataclasses import dataclass
from pathlib import Path

from model.storage import is_s3_uri, split_s3_uri
from training.aws import client_of
from training.base import FILES, find_base
from training.data import open_prepared
from training.data.prepared import DESCRIPTION, SPLITS, file_name
from training.data.progress import progress_bar
from training.data.source import file_sha256
from training.launch.aws import asked
from training.launch.errors import LaunchError
from training.recipe import Recipe

MOST = 4 * 1024**3
"""Bytes that are put into the store for one channel; more is a mistake, and would take hours."""


@dataclass(frozen=True)
class Channel:
    """One input of a job.

    Attributes
    ----------
    name
        `training` or `base`; SageMaker makes it a folder in the container.
    uri
        Where its objects are, with a slash at the end: a prefix without one would let in its neighbours.
    files
        What has to be put there first.
    """

    name: str
    uri: str
    files: tuple[Path, ...] = ()

    @property
    def size(self) -> int:
        """Bytes that have to be put there."""
        return sum(path.stat().st_size for path in self.files)

    def upload(self, region: str, *, progress: bool = True) -> None:
        """Put the files where the job reads them.

        Raises
        ------
        LaunchError
            If the store does not take them.
        """
        if not self.files:
            return
        bucket, prefix = split_s3_uri(self.uri)
        with (
            asked(f"to take {self.uri}"),
            progress_bar(f"uploading {self.name}", self.size, "B", progress=progress) as bar,
        ):
            s3 = client_of("s3", region)
            for path in self.files:
                s3.upload_file(str(path), bucket, f"{prefix}{path.name}", Callback=bar.update)


def data_channel(address: str, folder: str, region: str) -> Channel:
    """Return the channel of a prepared folder, on this machine or in S3.

    Parameters
    ----------
    address
        Of the prepared folder: a path, or `s3://BUCKET/PREFIX`.
    folder
        Of the job, in the store; a local folder goes below it.
    region
        Of AWS.

    Raises
    ------
    LaunchError
        If it is not to be had, or is too large.
    DataError
        If it is no prepared folder, or was changed since.
    """
    if is_s3_uri(address):
        return Channel("training", _existing(address, DESCRIPTION, region))
    prepared = open_prepared(address)
    hashes = prepared.description["files"]
    for split in SPLITS:
        if file_name(split) not in hashes:
            raise LaunchError(
                f"{prepared.path / DESCRIPTION} knows no {file_name(split)}; prepare the data again"
            )
    for name, expected in hashes.items():
        path = prepared.path / name
        if not path.is_file() or file_sha256(path) != expected:
            raise LaunchError(f"{path} is not the file that was prepared; prepare the data again")
    files = (prepared.path / DESCRIPTION, *(prepared.path / name for name in hashes))
    return _bounded(Channel("training", f"{folder}/data/", files))


def base_channel(address: str, folder: str, region: str, recipe: Recipe) -> Channel:
    """Return the channel of a base checkpoint, on this machine or in S3.

    Raises
    ------
    LaunchError
        If it is not to be had, or is too large.
    RecipeError
        If a file of it is missing, or is not the one that the recipe names.
    """
    if is_s3_uri(address):
        return Channel("base", _existing(address, FILES[0], region))
    base = find_base(recipe, Path(address))
    return _bounded(Channel("base", f"{folder}/base/", tuple(base / name for name in FILES)))


def _existing(address: str, name: str, region: str) -> str:
    from botocore.exceptions import ClientError

    uri = f"{address.rstrip('/')}/"
    bucket, prefix = split_s3_uri(uri)
    with asked(f"for {uri}{name}"):
        try:
            client_of("s3", region).head_object(Bucket=bucket, Key=f"{prefix}{name}")
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "404":
                raise
            raise LaunchError(f"{uri} has no {name}") from None
    return uri


def _bounded(channel: Channel) -> Channel:
    if channel.size > MOST:
        raise LaunchError(
            f"{channel.files[0].parent} has {channel.size:,} bytes to upload, more than {MOST:,}; "
            "put it into S3 yourself, and name it by its s3:// address"
        )
    return channel
