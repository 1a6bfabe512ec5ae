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
    fields
        Of the request, beside `inputs`.
    """

    accept: str
    read: Callable[[bytes, int], list[Prediction]]
    most_headlines: int
    fields: Mapping[str, Any] = field(default_factory=dict)


def own_container(description: Description) -> Dialect:
    """Return the dialect of `model.container`, which any with the original's contract understands."""
    return Dialect(
        accept=PREDICTIONS,
        read=lambda body, expected: read_answer(body, expected, description),
        most_headlines=2_000,
    )


def hub_model(description: Description, labels: Mapping[str, str]) -> Dialect:
    """Return the dialect of Hugging Face's own container, for a text classifier of its Hub.

    Parameters
    ----------
    description
        Of the model, as it is served here.
    labels
        Our label for each of the model's.
    """
    return Dialect(
        accept=JSON,
        read=lambda body, expected: read_hub_answer(body, expected, description, labels),
        most_headlines=32,  # its pipeline takes them one by one
        fields={
            "parameters": {"top_k": None, "truncation": True}
        },  # every label; and no failure of a long text
    )
