"""Where corrections come from: a JSON Lines file here or in S3, or a DynamoDB table."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from training.data.feedback.table import SCHEME, table_name, write_table
from training.data.source import Source, file_sha256, open_source


@dataclass(frozen=True)
class FeedbackSource(Source):
    """A file of corrections that is ready to be read.

    Attributes
    ----------
    form
        `jsonl` or `dynamodb`. The items of a table lie in a file too, sorted, so that its SHA-256 is that of the
        items, and of the file that `training.data feedback --out` writes of them.
    expired
        Items of a table that were left out.
    """

    form: str
    expired: int = 0


@contextmanager
def open_feedback(address: str | Path, *, now: float, progress: bool) -> Iterator[FeedbackSource]:
    """Provide the corrections of a source, as long as the context is open.

    Parameters
    ----------
    address
        A path, `s3://bucket/key` or `dynamodb://TABLE`.
    now
        Seconds since 1970: what a table still has of what expired until then is left out. What stands in a file is
        there to stay: the same file gives the same data set in a year.
    progress
        Whether bars show how far it is.

    Raises
    ------
    DataError
        If there is no such source, or it cannot be had.
    """
    if not is_table(address):
        with open_source(address, progress=progress) as source:
            yield FeedbackSource(source.name, source.path, source.sha256, "jsonl")
        return
    with tempfile.TemporaryDirectory(prefix="newsdesk-") as folder:
        path = Path(folder) / "corrections.jsonl"
        expired = write_table(table_name(str(address)), path, now=now, progress=progress)
        yield FeedbackSource(str(address), path, file_sha256(path), "dynamodb", expired)


def is_table(address: str | Path) -> bool:
    """Return whether an address is that of a table."""
    return isinstance(address, str) and address.startswith(SCHEME)
