"""A prepared folder: the headlines of each split, and `dataset.json`, which says what they are."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.data.errors import DataError
from training.data.row import COLUMNS, Row
from training.data.splitting import TEST, TRAIN, VALID

DESCRIPTION = "dataset.json"
SPLITS = (TRAIN, VALID, TEST)


@dataclass(frozen=True)
class Split:
    """The headlines of one split.

    Attributes
    ----------
    texts
        Normalised headlines.
    labels
        Index of each headline's label in `Prepared.labels`.
    columns
        What the source knew beside that, by column; see `column`.
    """

    texts: list[str]
    labels: list[int]
    columns: Mapping[str, list[str | None]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.texts)

    def column(self, name: str) -> list[str | None]:
        """Return `story`, `publisher`, `hostname` or `timestamp` of each headline; None where it is not known.

        Raises
        ------
        DataError
            If there is no such column.
        """
        if name not in COLUMNS:
            raise DataError(f"there is no column {name!r}; there are {', '.join(COLUMNS)}")
        return self.columns.get(name) or [None] * len(self)


@dataclass(frozen=True)
class Prepared:
    """An opened prepared folder.

    Attributes
    ----------
    path
        The folder.
    labels
        Label names in the order of the model's outputs.
    fingerprint
        Of the data; see `training.data.fingerprint`.
    description
        All of `dataset.json`.
    """

    path: Path
    labels: tuple[str, ...]
    fingerprint: str
    description: Mapping[str, Any]

    def split(self, name: str) -> Split:
        """Read `train`, `valid` or `test`.

        Raises
        ------
        DataError
            If there is no such split, or its file is not the one that `dataset.json` was written for.
        """
        if name not in SPLITS:
            raise DataError(f"there is no split {name!r}; there are {', '.join(SPLITS)}")
        path = self.path / _file(name)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise DataError(f"{path} is missing; prepare the data again") from None
        if hashlib.sha256(content).hexdigest() != self.description["files"].get(path.name):
            raise DataError(f"{path} was changed after it was prepared; prepare the data again")
        rows = [json.loads(line) for line in content.decode().split("\n") if line]
        index = {label: position for position, label in enumerate(self.labels)}
        return Split(
            texts=[row["text"] for row in rows],
            labels=[index[row["label"]] for row in rows],
            columns={column: [row.get(column) for row in rows] for column in COLUMNS},
        )


def open_prepared(path: str | Path) -> Prepared:
    """Open a prepared folder; its headlines are read when they are asked for.

    Raises
    ------
    DataError
        If it is not a prepared folder.
    """
    folder = Path(path)
    try:
        description = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        labels, identity, _ = tuple(description["labels"]), description["fingerprint"], description["files"]
    except (FileNotFoundError, NotADirectoryError):
        raise DataError(f"{folder} is not a prepared folder: it has no {DESCRIPTION}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{folder / DESCRIPTION} is damaged: {error!r}") from None
    return Prepared(folder, labels, identity, description)


def check_room(folder: Path, sources: Sequence[Path]) -> None:
    """Refuse a folder in which writing would destroy something else than an earlier preparation.

    Raises
    ------
    DataError
        If it is a file, holds one of the sources under a name that would be written, or such a file that no
        preparation wrote.
    """
    if folder.exists() and not folder.is_dir():
        raise DataError(f"{folder} is a file, not a folder")
    for path in (folder / _file(name) for name in SPLITS):
        if path.resolve() in [source.resolve() for source in sources]:
            raise DataError(f"{path} would be read and written; choose another --out")
        if path.exists() and not (folder / DESCRIPTION).exists():
            raise DataError(f"{path} is there without a {DESCRIPTION}; remove it or choose another --out")


def write_prepared(
    folder: Path, description: Mapping[str, Any], splits: Mapping[str, Sequence[Row]]
) -> Prepared:
    """Write a prepared folder, in place of an earlier one.

    All splits are written beside the old files before the first of these is replaced, and `dataset.json` comes
    last: what was cut short cannot be opened.
    """
    folder.mkdir(parents=True, exist_ok=True)
    hashes: dict[str, str] = {}
    parts = {name: folder / f".{_file(name)}.part" for name in SPLITS}
    try:
        for name, part in parts.items():
            digest = hashlib.sha256()
            with part.open("wb") as file:
                for line in _lines(splits[name]):
                    digest.update(line)
                    file.write(line)
            hashes[_file(name)] = digest.hexdigest()
        (folder / DESCRIPTION).unlink(missing_ok=True)
        for name, part in parts.items():
            part.replace(folder / _file(name))
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    part = folder / f".{DESCRIPTION}.part"
    content = json.dumps({**description, "files": hashes}, indent=2, ensure_ascii=False)
    part.write_text(content + "\n", encoding="utf-8")
    part.replace(folder / DESCRIPTION)
    return open_prepared(folder)


def _lines(rows: Sequence[Row]) -> Iterator[bytes]:
    for row in rows:
        content = {"text": row.text, "label": row.label}
        for column in COLUMNS:
            value = getattr(row, column)
            if value is not None:
                content[column] = value
        yield json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _file(split: str) -> str:
    return f"{split}.jsonl"
