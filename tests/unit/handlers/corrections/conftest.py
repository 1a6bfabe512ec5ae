"""Corrections, one like the other."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handlers.corrections.correction import Correction

NOON = datetime(2026, 5, 4, 12, 0, 0, 7_000, UTC)
DAY = 24 * 3600


@pytest.fixture
def make():
    """Make a correction; what is told differs from the others."""
    first = Correction(
        id="one",
        headline_key="0" * 64,
        label="Health",
        model="words",
        version="0.1.0",
        created="2026-05-04T12:00:00.007Z",
        expires=int(NOON.timestamp()) + DAY,
    )

    def make(**told):
        return replace(first, **told)

    return make
