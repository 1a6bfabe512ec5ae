"""A file of labelled headlines that a model is measured on beside its test split."""

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from training.data import BadRowsError, DataError, Split
from training.data.key import headline_key
from training.data.label import label_map
from training.data.layout import Columns
from training.data.part import Reading, read_part
from training.data.row import COLUMNS, BadRow, shown
from training.data.source import open_source


def read_labelled(path: Path, labels: Sequence[str], known: Collection[str] = ()) -> tuple[Split, int]:
    """Read a file of labelled headlines, in any form that `training.data` reads.

    Parameters
    ----------
    path
        The file.
    labels
        Label names in the model's order; the corpus's codes are understood where these are its labels.
    known
        Keys (`training.data.key.headline_key`) of headlines that are left out, such as those trained on.

    Returns
    -------
    split
        The rows that are left, in their order.
    left_out
        How many were left out.

    Raises
    ------
    DataError
        If the file cannot be read, a label is none of `labels`, or no row is left.
    """
    reading = Reading(Columns(None, None, None, None), "auto", "auto", "utf-8", progress=False)
    with open_source(path, progress=False) as source:
        part = read_part([source], reading, None)
    corpus = any(layout.corpus for layout in part.layouts)
    meaning = label_map(Counter(row.label for row in part.rows), corpus=corpus, labels=labels, names={})
    unknown = [
        BadRow(row.file, row.number, f"label {shown(row.label)} is not one of {', '.join(labels)}")
        for row in part.rows
        if meaning.name(row.label) is None
    ]
    if part.bad or unknown:
        raise BadRowsError([*part.bad, *unknown], "correct them")
    rows = [row for row in part.rows if headline_key(row.text) not in known]
    if not rows:
        raise DataError(f"{path} has no headline that was not trained on")
    split = Split(
        texts=[row.text for row in rows],
        labels=[labels.index(str(meaning.name(row.label))) for row in rows],
        columns={column: [getattr(row, column) for row in rows] for column in COLUMNS},
    )
    return split, len(part.rows) - len(rows)
