"""What one training of a study came to."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.recipe import RecipeError
from training.studies.job import Study

DECIMALS = 5


@dataclass(frozen=True)
class Result:
    """What one training came to.

    Attributes
    ----------
    name, study
        Of the training, see `training.studies.job.Job`.
    trained
        Headlines it was trained on.
    seconds
        The network's training.
    rows
        Which were tested: rows of the corpus, or of the prepared test split for a learning curve.
    truth
        Index of their true labels.
    model, words
        Probabilities of the network and of TF-IDF with logistic regression, a list per row.
    """

    name: str
    study: Study
    trained: int
    seconds: float
    rows: list[int]
    truth: list[int]
    model: list[list[float]]
    words: list[list[float]]

    def write(self, folder: Path) -> None:
        """Write the result into the folder of the studies; it is there as a whole or not at all."""
        part = folder / f".{self.name}.json.part"
        part.write_text(json.dumps(asdict(self)) + "\n", encoding="utf-8")
        part.replace(folder / f"{self.name}.json")

    @classmethod
    def read(cls, path: Path) -> "Result":
        """Read a result.

        Raises
        ------
        RecipeError
            If the file is damaged.
        """
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as error:
            raise RecipeError(f"{path} is damaged: {error}") from None


def rounded_rows(probabilities: NDArray[np.floating]) -> list[list[float]]:
    """Return probabilities as a result holds them."""
    rows: list[list[float]] = np.round(probabilities.astype(np.float64), DECIMALS).tolist()
    return rows
