"""A DynamoDB table of corrections, as a file."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from training.aws import client_of
from training.data.errors import DataError
from training.data.feedback.correction import KEYS
from training.data.progress import progress_bar

SCHEME = "dynamodb://"

_NAME = re.compile(r"[A-Za-z0-9_.-]{3,255}")
_MISSING = {"ResourceNotFoundException"}
_FORBIDDEN = {"AccessDeniedException", "UnrecognizedClientException", "InvalidSignatureException"}


def table_name(address: str) -> str:
    """Return the name of a table from `dynamodb://TABLE`.

    Raises
    ------
    DataError
        If it is not the name of a table.
    """
    name = address.removeprefix(SCHEME)
    if not _NAME.fullmatch(name):
        raise DataError(f"{address} names no table; {SCHEME}TABLE is needed")
    return name


def write_table(table: str, path: Path, *, now: float, progress: bool) -> int:
    """Write a table's corrections as JSON Lines, in order of `created`, and return how many had expired.

    DynamoDB deletes an expired item within days, not at once; until then it is left out here. The table is read
    with strong consistency, page by page (`dynamodb:Scan`), in the region and with the credentials of the
    environment.

    Parameters
    ----------
    table
        Its name.
    path
        The file. The same items give the same bytes, in whatever order the table has them.
    now
        Seconds since 1970; what expired until then is left out.
    progress
        Whether a bar shows how far it is.

    Raises
    ------
    DataError
        If the table does not exist, or cannot be read.
    """
    lines: list[tuple[str, str, str]] = []
    expired = 0
    for item in _items(table, progress=progress):
        expires = item.get("expires")
        if isinstance(expires, (int, float)) and expires <= now:
            expired += 1
            continue
        kept = {key: item[key] for key in KEYS if key in item}
        line = json.dumps(kept, ensure_ascii=False, default=repr)
        lines.append((str(item.get("created")), str(item.get("id")), line))
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.writelines(line + "\n" for _, _, line in sorted(lines))
    return expired


def _items(table: str, *, progress: bool) -> Iterator[dict[str, Any]]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        client = client_of("dynamodb", attempts=6)
        pages = client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        with progress_bar(f"reading {table}", None, "item", progress=progress) as bar:
            for page in pages:
                if "Items" not in page:  # botocore takes half of an answer for an empty one, the last
                    raise DataError(f"{SCHEME}{table} cannot be read: an answer is incomplete")
                for item in page["Items"]:
                    yield {key: _plain(value) for key, value in item.items()}
                bar.update(len(page["Items"]))
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code")
        reason = f"cannot be read: {error}"
        if code in _MISSING:
            reason = f"does not exist in {client.meta.region_name}"
        elif code in _FORBIDDEN:
            reason = "may not be read with these credentials (dynamodb:Scan)"
        raise DataError(f"{SCHEME}{table} {reason}") from None
    except BotoCoreError as error:
        raise DataError(f"{SCHEME}{table} cannot be read: {error}") from None


def _plain(value: Mapping[str, Any]) -> Any:
    """Return a text or a number as itself, anything else as DynamoDB says it."""
    if "S" in value:
        return value["S"]
    return json.loads(value["N"]) if "N" in value else dict(value)
