"""What identifies a data set: which headline has which label on which side."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from training.data.row import Row


def fingerprint(labels: Sequence[str], splits: Mapping[str, Iterable[Row]]) -> str:
    """Return the fingerprint of a split data set.

    It is the SHA-256 over the ordered labels and over the sorted SHA-256 of every `[split, label, text]`, as JSON.
    So it changes with any headline, label, side or order of the labels, and with how often a row occurs; it does
    not change with the order of the rows, the names and formats of the files they came from, or the columns beside
    text and label, because none of these changes what there is to learn.

    Parameters
    ----------
    labels
        Label names in the order of the model's outputs.
    splits
        Rows by split, labels by name. Texts that belong to none of the labels count as one more, of rows without
        a label; where there are none, it changes nothing.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    rows = sorted(_digest([split, row.label, row.text]) for split, side in splits.items() for row in side)
    whole = hashlib.sha256(_digest(list(labels)))
    for row in rows:
        whole.update(row)
    return whole.hexdigest()


def _digest(content: list[str]) -> bytes:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).digest()
