"""What the containers behind an endpoint understand, and what they answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from model.backends.endpoint_answer import read_answer
from model.backends.hub_answer import read_hub_answer
from model.container.media import JSON, PREDICTIONS
from model.description import Description
from model.prediction import Prediction


@dataclass(frozen=True)
class Dialect:
    """How one kind of container is asked.

    Attributes
    ----------
    accept
        Type of the answer.
    read
        Turns the answer, and the number of headlines asked about, into predictions.
    most_headlines
        In one call, so that a slow instance answers it in time.
    most_calls
        That are under way at the same time.
    blames_callers
        Whether its 400 says that the request was bad, or no more than that something failed.
    fields
        Of the request, beside `inputs`.
    """

    accept: str
    read: Callable[[bytes, int], list[Prediction]]
    most_headlines: int
    most_calls: int
    blames_callers: bool
    fields: Mapping[str, Any] = field(default_factory=dict)


def own_container(description: Description) -> Dialect:
    """Return the dialect of `model.container`, which any with the original's contract understands."""
    return Dialect(
        accept=PREDICTIONS,
        read=lambda body, expected: read_answer(body, expected, description),
        most_headlines=2_000,
        most_calls=8,
        blames_callers=True,
    )


def hub_model(description: Description, labels: Mapping[str, str], max_length: int | None = None) -> Dialect:
    """Return the dialect of Hugging Face's own container, for a text classifier of its Hub.

    Parameters
    ----------
    description
        Of the model, as it is served here.
    labels
        Our label for each of the model's.
    max_length
        Tokens that are read, of a model whose tokenizer does not know.
    """
    parameters: dict[str, Any] = {
        "top_k": None,
        "truncation": True,
    }  # every label; and no failure of a long text
    if max_length is not None:
        parameters["max_length"] = max_length
    return Dialect(
        accept=JSON,
        read=lambda body, expected: read_hub_answer(body, expected, description, labels),
        most_headlines=32,  # its pipeline takes them one by one
        most_calls=2,  # of the few that a serverless endpoint takes
        blames_callers=False,
        fields={"parameters": parameters},
    )
