"""The options of the program that a job runs, as SageMaker passes them on."""

import json
from collections.abc import Mapping
from typing import Any


def hyperparameters(settings: Mapping[str, Any], *, tuning: bool = False) -> dict[str, str]:
    """Return settings under the names of their options, as text.

    On the way into the container a text that reads as JSON becomes what it reads as, and text again: the version
    1.10 would come in as 1.1. So such a text is written as JSON's text, as often as it is read.

    Parameters
    ----------
    settings
        By their names in a recipe.
    tuning
        Whether they are of a search, whose settings the image's toolkit reads, once; those of a training the SDK's
        driver reads twice.
    """
    readings = 1 if tuning else 2
    return {name.replace("_", "-"): _text(value, readings) for name, value in settings.items()}


def _text(value: Any, readings: int) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    try:
        read = json.loads(value)
    except ValueError:
        return value
    text = value
    if read != value:
        for _ in range(readings):
            text = json.dumps(text)
    return text
