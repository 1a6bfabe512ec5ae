"""The corpus that is split in several ways: its cleaned headlines, with their stories and times."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.data import Split, prepare
from training.data.prepared import SPLITS
from training.data.row import COLUMNS


@dataclass(frozen=True)
class Corpus:
    """Distinct headlines, in a fixed order.

    Attributes
    ----------
    labels
        Label names in the model's order.
    rows
        The headlines with all that is known of them.
    """

    labels: tuple[str, ...]
    rows: Split

    def __len__(self) -> int:
        return len(self.rows)

    def part(self, chosen: Sequence[int]) -> Split:
        """Return some of the rows."""
        return Split(
            [self.rows.texts[row] for row in chosen],
            [self.rows.labels[row] for row in chosen],
            {column: [self.rows.column(column)[row] for row in chosen] for column in COLUMNS},
        )

    def write(self, path: Path, chosen: Sequence[int]) -> Path:
        """Write some of the rows as JSON Lines, which `training.data` reads; return the path."""
        lines = [json.dumps(self._row(index), ensure_ascii=False) + "\n" for index in chosen]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines), encoding="utf-8")
        return path

    def _row(self, index: int) -> dict[str, str]:
        known = {column: self.rows.column(column)[index] for column in COLUMNS}
        return {
            "text": self.rows.texts[index],
            "label": self.labels[self.rows.labels[index]],
            **{column: value for column, value in known.items() if value is not None},
        }


def clean_corpus(files: Sequence[Path]) -> Corpus:
    """Read and clean files of labelled headlines; bad rows are left out.

    Raises
    ------
    DataError
        If a file cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="newsdesk-") as folder:
        prepared = prepare(files, Path(folder) / "corpus", bad_rows="drop", progress=False)
        splits = [prepared.split(name) for name in SPLITS]
    texts = [text for split in splits for text in split.texts]
    labels = [label for split in splits for label in split.labels]
    columns = {name: [value for split in splits for value in split.column(name)] for name in COLUMNS}
    everything = Corpus(prepared.labels, Split(texts, labels, columns))
    return Corpus(prepared.labels, everything.part(sorted(range(len(texts)), key=texts.__getitem__)))


def read_corpus(path: Path, labels: Sequence[str]) -> Corpus:
    """Read what `Corpus.write` wrote of all rows."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    split = Split(
        [row["text"] for row in rows],
        [labels.index(row["label"]) for row in rows],
        {column: [row.get(column) for row in rows] for column in COLUMNS},
    )
    return Corpus(tuple(labels), split)
