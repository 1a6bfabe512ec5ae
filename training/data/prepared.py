"""A prepared folder: the headlines of each split, and `dataset.json`, which says what they are."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.data.errors import DataError
from training.data.other import OTHER
from training.data.row import COLUMNS
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
        rows = self._rows(name)
        index = {label: position for position, label in enumerate(self.labels)}
        return Split(
            texts=[row["text"] for row in rows],
            labels=[index[row["label"]] for row in rows],
            columns={column: [row.get(column) for row in rows] for column in COLUMNS},
        )

    def other(self) -> list[str]:
        """Read the normalised texts that belong to none of the labels; none if none were given.

        Raises
        ------
        DataError
            If their file is not the one that `dataset.json` was written for.
        """
        if file_name(OTHER) not in self.description["files"]:
            return []
        return [row["text"] for row in self._rows(OTHER)]

    def _rows(self, name: str) -> list[dict[str, Any]]:
        path = self.path / file_name(name)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise DataError(f"{path} is missing; prepare the data again") from None
        if hashlib.sha256(content).hexdigest() != self.description["files"].get(path.name):
            raise DataError(f"{path} was changed after it was prepared; prepare the data again")
        return [json.loads(line) for line in content.decode().split("\n") if line]


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


def file_name(name: str) -> str:
    """Return the name of the file of a split, or of the other texts."""
    return f"{name}.jsonl"
