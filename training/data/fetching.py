"""The corpus from its official archive."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from training.data.archive import NEWS_AGGREGATOR, Archive
from training.data.download import download
from training.data.errors import DataError
from training.data.progress import progress_bar
from training.data.source import file_sha256

_CHUNK = 1 << 20


def fetch(
    out: str | Path,
    *,
    archive: Archive = NEWS_AGGREGATOR,
    url: str | None = None,
    sha256: str | None = None,
    progress: bool = True,
) -> Path:
    """Get the corpus, and make sure that it is the corpus.

    Checked are the size and the SHA-256 of the archive, the CRC of the file in it, and the file's size and number
    of lines. Where nobody states a SHA-256, that of the first download is kept in `<archive>.lock` beside it, and
    every later download has to have the same. What was fetched before is checked and kept.

    Parameters
    ----------
    out
        Folder for archive and file.
    archive
        What to get.
    url
        Where to get it instead of from the official place.
    sha256
        The SHA-256 that the archive has to have.
    progress
        Whether bars show how far it is.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    DataError
        If it cannot be had, or is not what it should be; a download that is not is removed. What came of a broken
        one stays for the next call.
    """
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    target, zipped = folder / archive.member, folder / archive.name
    if target.exists():
        _check_content(target, archive)
        return target
    fresh = not zipped.exists()
    content = folder / f"{archive.name}.part" if fresh else zipped
    if fresh:
        download(url or archive.url, content, archive.size, progress=progress)
    try:
        lock = _check_archive(content, zipped, archive, sha256)
        _extract(content, target, archive, progress=progress)
    except DataError:
        if fresh:
            content.unlink()
        raise
    content.replace(zipped)
    if not lock.exists():
        _write_lock(lock, zipped, url or archive.url)
    return target


def _check_archive(content: Path, zipped: Path, archive: Archive, sha256: str | None) -> Path:
    """Compare size and hash with what is known of the archive, and return the file that keeps its hash."""
    lock = zipped.with_name(zipped.name + ".lock")
    try:
        locked = json.loads(lock.read_text(encoding="utf-8"))["sha256"] if lock.exists() else None
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{lock} is damaged ({error!r}); remove it") from None
    size, found = content.stat().st_size, file_sha256(content)
    if size != archive.size:
        raise DataError(f"{zipped} has {size:,} bytes, not {archive.size:,}; remove it and fetch again")
    for expected, authority in ((sha256, "--sha256"), (archive.sha256, "the project"), (locked, lock)):
        if expected is not None and found != expected.lower():
            raise DataError(f"{zipped.name} has SHA-256 {found}, {authority} says {expected}")
    return lock


def _write_lock(lock: Path, zipped: Path, url: str) -> None:
    content = {"url": url, "size": zipped.stat().st_size, "sha256": file_sha256(zipped)}
    lock.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _extract(zipped: Path, target: Path, archive: Archive, *, progress: bool) -> None:
    part = target.with_name(target.name + ".part")
    try:
        with zipfile.ZipFile(zipped) as opened, part.open("wb") as file:
            for chunk in _member(opened, archive, progress=progress):
                file.write(chunk)
        _check_content(part, archive)
        part.replace(target)
    except (zipfile.BadZipFile, RuntimeError, EOFError) as error:
        raise DataError(f"{zipped} is damaged: {error}; remove it and fetch again") from None
    finally:
        part.unlink(missing_ok=True)


def _member(opened: zipfile.ZipFile, archive: Archive, *, progress: bool) -> Iterator[bytes]:
    try:
        information = opened.getinfo(archive.member)
    except KeyError:
        names = ", ".join(opened.namelist()[:10])
        raise DataError(f"the archive has no {archive.member}; it has {names}") from None
    if information.file_size != archive.member_size:
        raise DataError(f"{archive.member} has {information.file_size:,} bytes, not {archive.member_size:,}")
    with (
        opened.open(information) as file,
        progress_bar("unpacking", archive.member_size, "B", progress=progress) as bar,
    ):
        while chunk := file.read(_CHUNK):
            bar.update(len(chunk))
            yield chunk


def _check_content(path: Path, archive: Archive) -> None:
    rows, last = 0, b"\n"
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            rows += chunk.count(b"\n")
            last = chunk[-1:]
    rows += last != b"\n"
    size = path.stat().st_size
    if (size, rows) != (archive.member_size, archive.rows):
        raise DataError(
            f"{path} has {size:,} bytes and {rows:,} lines, not {archive.member_size:,} and {archive.rows:,}"
        )
