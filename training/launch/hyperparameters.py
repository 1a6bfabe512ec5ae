"""The options of the program that a job runs, as SageMaker passes them on."""

import json
from collections.abc import Mapping
from typing import Any


def hyperparameters(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return settings under the names of their options, as text.

    On the way into the container a text that reads as JSON becomes what it reads as, twice, and text again: the
    version 1.10 would come in as 1.1. So such a text is written as JSON's text, twice.
    """
    return {name.replace("_", "-"): _text(value) for name, value in settings.items()}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    try:
        read = json.loads(value)
    except ValueError:
        return value
    return value if read == value else json.dumps(json.dumps(value))
