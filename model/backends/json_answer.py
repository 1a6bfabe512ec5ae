"""What the readers of an endpoint's answers have in common."""

import json
from collections.abc import Callable
from typing import Any

from model.errors import BackendError
from model.prediction import Prediction


def read_json_answer(
    body: bytes, expected: int, parse: Callable[[Any], list[Prediction]]
) -> list[Prediction]:
    """Return the predictions in an answer.

    Parameters
    ----------
    body
        JSON.
    expected
        How many headlines were asked about.
    parse
        Turns the content into predictions; where it stumbles, the answer is not what it should be.

    Raises
    ------
    BackendError
        If it cannot be read, or answers another number of headlines.
    """
    try:
        predictions = parse(json.loads(body))
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise BackendError(f"the endpoint's answer cannot be read: {type(error).__name__}") from None
    if len(predictions) != expected:
        raise BackendError(f"the endpoint answered {len(predictions)} of {expected} headlines")
    return predictions
