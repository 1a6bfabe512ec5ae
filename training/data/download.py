"""One file over HTTP, however often the connection breaks."""

import http.client
import json
import re
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import Never
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from tqdm import tqdm

from training.data.errors import DataError
from training.data.progress import progress_bar

PATIENCE = 5
"""Connections in a row that may bring nothing before it gives up."""

_CONNECTIONS = 200
_CHUNK = 1 << 16
_TIMEOUT = 30.0
_WORTH_ANOTHER_TRY = frozenset({408, 425, 429, 500, 502, 503, 504})
_BROKEN = (http.client.HTTPException, ConnectionError, TimeoutError, ssl.SSLError, URLError)
_CONTENT_RANGE = re.compile(r"bytes (?P<start>\d+)-\d+/(?P<size>\d+|\*)")


def download(
    url: str, part: Path, size: int, *, progress: bool = True, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Get a file of known size; what an earlier call left in `part` is continued.

    A cut connection is taken up again where it broke (RFC 9110, section 14: `Range`, with `If-Range` where the
    server gave a strong `ETag`), or from the start where the server does not know ranges; after 1, 2, 4, ...
    seconds if the last one brought nothing. The environment's proxies are used.

    Parameters
    ----------
    url
        An http or https URL.
    part
        Where the content goes. A file beside it, `<part>.json`, keeps the `ETag` until the content is complete.
    size
        Bytes to expect.
    progress
        Whether a bar shows how far it is.
    sleep
        What waits, for a number of seconds.

    Raises
    ------
    DataError
        If the server does not have the file, has one of another size, or cannot be reached; what came is kept.
    """
    if not url.lower().startswith(("http://", "https://")):
        raise DataError(f"{url!r} is not an http or https URL")
    had = _had(part, size)
    barren, problem = 0, "too many connections were cut"
    with progress_bar("downloading", size, "B", progress=progress, done=had) as bar:
        for _ in range(_CONNECTIONS):
            if had == size:
                _validator_file(part).unlink(missing_ok=True)
                return
            problem = _try(url, part, size, bar)
            now = _had(part, size)
            barren = 0 if now > had else barren + 1
            had = now
            if barren >= PATIENCE:
                break
            if had < size and barren:
                sleep(2.0 ** (barren - 1))
    raise DataError(
        f"{url}: {problem}; {had:,} of {size:,} bytes are in {part}, and the next try goes on from there"
    )


def _had(part: Path, size: int) -> int:
    had = part.stat().st_size if part.exists() else 0
    if had > size:
        part.unlink()
        return 0
    return had


def _try(url: str, part: Path, size: int, bar: "tqdm[Never]") -> str:
    """Get what one connection brings, and return why it brought no more."""
    had = part.stat().st_size if part.exists() else 0
    try:
        with urlopen(Request(url, headers=_headers(url, part, had)), timeout=_TIMEOUT) as response:  # noqa: S310
            start = _start(url, response, had, size)
            if start == 0:
                _keep_validator(url, part, response)
            _receive(response, part, start, size, bar)
        return "the connection was cut"
    except HTTPError as error:
        error.close()
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE and had:
            part.unlink()
        elif error.code not in _WORTH_ANOTHER_TRY:
            raise DataError(f"{url}: the server answers {error.code} {error.reason}") from None
        return f"the server answers {error.code} {error.reason}"
    except _BROKEN as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, (ssl.SSLCertVerificationError, http.client.InvalidURL)):
            raise DataError(f"{url}: {reason}") from None
        return str(reason) or type(reason).__name__


def _headers(url: str, part: Path, had: int) -> dict[str, str]:
    headers = {"Accept-Encoding": "identity", "User-Agent": "newsdesk"}
    if had:
        headers["Range"] = f"bytes={had}-"
        validator = _validator(url, part)
        if validator:
            headers["If-Range"] = validator
    return headers


def _start(url: str, response: http.client.HTTPResponse, had: int, size: int) -> int:
    """Return the position of the answer's first byte, once it is sure that it belongs to the file."""
    if response.status == http.client.PARTIAL_CONTENT:
        found = response.headers.get("Content-Range", "")
        match = _CONTENT_RANGE.fullmatch(found)
        if match is None or int(match["start"]) != had or match["size"] not in {str(size), "*"}:
            raise DataError(f"{url}: asked from byte {had} of {size}, the server sends {found!r}")
        return had
    length = response.headers.get("Content-Length")
    if length is not None and length != str(size):
        raise DataError(f"{url}: the file has {length} bytes, not {size}: this is not the one expected")
    return 0


def _receive(
    response: http.client.HTTPResponse, part: Path, start: int, size: int, bar: "tqdm[Never]"
) -> None:
    bar.reset(size)
    bar.update(start)
    with part.open("r+b" if start else "wb") as file:
        file.seek(start)
        file.truncate()
        while chunk := response.read1(_CHUNK):
            start += len(chunk)
            if start > size:
                file.truncate(0)
                raise DataError(f"{response.url}: more than {size} bytes came: this is not the file expected")
            file.write(chunk)
            bar.update(len(chunk))


def _validator_file(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _keep_validator(url: str, part: Path, response: http.client.HTTPResponse) -> None:
    tag = response.headers.get("ETag", "")
    # a weak one does not promise the same bytes, and may not stand in If-Range
    content = {"url": url, "etag": tag if tag.startswith('"') else None}
    _validator_file(part).write_text(json.dumps(content), encoding="utf-8")


def _validator(url: str, part: Path) -> str | None:
    try:
        content = json.loads(_validator_file(part).read_text(encoding="utf-8"))
        return str(content["etag"]) if content["url"] == url and content["etag"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
