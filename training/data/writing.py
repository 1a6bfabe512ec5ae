"""Writing a prepared folder, in place of an earlier one and of nothing else."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from training.data.errors import DataError
from training.data.other import OTHER
from training.data.prepared import DESCRIPTION, SPLITS, Prepared, file_name, open_prepared
from training.data.row import COLUMNS, Row

_FILES = (*SPLITS, OTHER)


def check_room(folder: Path, sources: Sequence[Path], *, other: bool = False) -> None:
    """Refuse a folder in which writing would destroy something else than an earlier preparation.

    Parameters
    ----------
    folder, sources
        What will be written, and the files that will be read for it.
    other
        Whether texts that belong to none of the labels will be written too.

    Raises
    ------
    DataError
        If it is a file, holds one of the sources under a name that would be written, or such a file that no
        preparation wrote.
    """
    if folder.exists() and not folder.is_dir():
        raise DataError(f"{folder} is a file, not a folder")
    written = _written(folder)
    for path in (folder / file_name(name) for name in _FILES):
        if path.resolve() in [source.resolve() for source in sources]:
            raise DataError(f"{path} would be read and written; choose another --out")
        if path.exists() and path.name not in written and (other or path.name != file_name(OTHER)):
            raise DataError(
                f"{path} is there without a {DESCRIPTION} that knows it; remove it or choose another --out"
            )


def write_prepared(
    folder: Path,
    description: Mapping[str, Any],
    splits: Mapping[str, Sequence[Row]],
    other: Sequence[Row] = (),
) -> Prepared:
    """Write a prepared folder, in place of an earlier one; without `other`, its file goes too.

    All files are written beside the old files before the first of these is replaced, and `dataset.json` comes
    last: what was cut short cannot be opened.
    """
    folder.mkdir(parents=True, exist_ok=True)
    hashes: dict[str, str] = {}
    contents = {**splits, OTHER: other} if other else splits
    parts = {name: folder / f".{file_name(name)}.part" for name in (_FILES if other else SPLITS)}
    try:
        for name, part in parts.items():
            digest = hashlib.sha256()
            with part.open("wb") as file:
                for line in _lines(contents[name]):
                    digest.update(line)
                    file.write(line)
            hashes[file_name(name)] = digest.hexdigest()
        gone = _written(folder) - {file_name(name) for name in parts}
        (folder / DESCRIPTION).unlink(missing_ok=True)
        for earlier in gone:
            (folder / earlier).unlink(missing_ok=True)
        for name, part in parts.items():
            part.replace(folder / file_name(name))
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    part = folder / f".{DESCRIPTION}.part"
    content = json.dumps({**description, "files": hashes}, indent=2, ensure_ascii=False)
    part.write_text(content + "\n", encoding="utf-8")
    part.replace(folder / DESCRIPTION)
    return open_prepared(folder)


def _written(folder: Path) -> set[str]:
    """Return the names of the files that an earlier preparation wrote."""
    try:
        files = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))["files"]
        other = {file_name(OTHER)} & set(files)
    except FileNotFoundError:
        return set()
    except (ValueError, KeyError, TypeError):
        other = set()  # a damaged description is still one
    return {file_name(name) for name in SPLITS} | other


def _lines(rows: Sequence[Row]) -> Iterator[bytes]:
    for row in rows:
        content = {"text": row.text, "label": row.label} if row.label else {"text": row.text}
        for column in COLUMNS:
            value = getattr(row, column)
            if value is not None:
                content[column] = value
        yield json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
