"""A part of the prepared headlines, always the same one."""

import random
from dataclasses import dataclass
from pathlib import Path

from training.data import Prepared, Split, open_prepared

SEED = 1


@dataclass(frozen=True)
class Subset(Prepared):
    """Prepared headlines of which some are drawn.

    Attributes
    ----------
    most
        Headlines of each split; the other splits are whole.
    """

    most: dict[str, int]

    def split(self, name: str) -> Split:
        """Read a split, and draw from it."""
        whole = super().split(name)
        count = min(self.most.get(name, len(whole)), len(whole))
        chosen = sorted(random.Random(SEED).sample(range(len(whole)), count))
        return Split(
            texts=[whole.texts[index] for index in chosen],
            labels=[whole.labels[index] for index in chosen],
            columns={column: [values[index] for index in chosen] for column, values in whole.columns.items()},
        )

    def other(self) -> list[str]:
        """Return nothing: texts without a label are not what peers can train on."""
        return []


def open_subset(path: Path, **most: int) -> Subset:
    """Open a prepared folder, with at most so many headlines of a split: `train=1000`."""
    data = open_prepared(path)
    return Subset(data.path, data.labels, data.fingerprint, data.description, most)
