"""Answers small enough to check by hand."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from training.data import Split
from training.report import Answers

LABELS = ("Business", "Health")


@pytest.fixture
def answers() -> Callable[..., Answers]:
    """Answers of a model that gives Business these probabilities."""

    def make(
        business: Sequence[float],
        truth: Sequence[int],
        *,
        texts: Sequence[str] | None = None,
        name: str = "test",
        **columns: list[str | None],
    ) -> Answers:
        headlines = list(texts or (f"headline number {row}" for row in range(len(truth))))
        probabilities = np.array([[share, 1 - share] for share in business])
        return Answers(name, Split(headlines, list(truth), columns), LABELS, probabilities)

    return make
