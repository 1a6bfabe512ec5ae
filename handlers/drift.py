"""How far the labels of the last day are from those expected, for each model; a schedule runs it."""

from datetime import UTC, datetime
from typing import Any

from handlers.common.label_counts import count_labels
from handlers.common.observability import count_drift, logger, observed
from handlers.common.settings import Settings
from model import ModelSettings
from model.backends.client import LazyClient
from model.drift import population_stability_index, shares
from model.expectation import expect

HOURS = 24
"""So that night and day are both in it."""

cloudwatch = LazyClient("cloudwatch", connections=1)


@observed
def handler(event: Any, context: Any) -> None:
    """Emit the drift of each model that is served."""
    settings = Settings.from_environment()
    for model in (settings.model, *settings.more_models.values()):
        measure(model, settings.drift_predictions, datetime.now(UTC))


def measure(settings: ModelSettings, least: int, now: datetime) -> None:
    """Emit the drift of one model, unless there is nothing to compare with, or it has made too few predictions.

    Parameters
    ----------
    settings
        Of the model.
    least
        Predictions from which on the drift is told.
    now
        The day before it is looked at.
    """
    expected = expect(settings)
    if expected is None:
        logger.info("nothing to compare with", model=settings.name)
        return
    counts = count_labels(
        cloudwatch.get(), expected.model, expected.backends, tuple(expected.shares), hours=HOURS, now=now
    )
    predictions = sum(counts.values())
    if predictions < least:
        logger.info("too few predictions", model=expected.model, predictions=predictions, least=least)
        return
    drift = round(population_stability_index(expected.shares, shares(counts)), 4)
    logger.info("compared", model=expected.model, predictions=predictions, drift=drift, labels=counts)
    count_drift(expected.model, drift)
