"""Labelled headlines in, a prepared folder out: read, cleaned and split.

>>> from training.data import prepare
>>> prepared = prepare(["newsCorpora.csv"], "data/news")
>>> prepared.labels
('Business', 'Science', 'Entertainment', 'Health')
"""

from training.data.errors import BadRowsError, DataError
from training.data.fetching import fetch
from training.data.preparation import prepare
from training.data.prepared import Prepared, Split, open_prepared

__all__ = [
    "BadRowsError",
    "DataError",
    "Prepared",
    "Split",
    "fetch",
    "open_prepared",
    "prepare",
]
