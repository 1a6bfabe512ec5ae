"""Reading what Hugging Face's own container answers."""

from collections.abc import Mapping
from typing import Any

from model.backends.json_answer import read_json_answer
from model.description import Description
from model.errors import BackendError
from model.prediction import ModelReference, Prediction

ROUNDING = 0.01
"""How far the scores of a text may be from 1 in sum; those of a model with several labels per text are further."""


def read_hub_answer(
    body: bytes, expected: int, description: Description, labels: Mapping[str, str]
) -> list[Prediction]:
    """Return the predictions in the answer of a text classification pipeline to a list of headlines.

    Parameters
    ----------
    body
        For each headline a list `[{"label": ..., "score": ...}, ...]` with all labels; that of one headline may
        stand alone.
    expected
        How many headlines were asked about.
    description
        Of the model: our labels, name, version, threshold. Whether a text was cut, such a container does not say.
    labels
        Our label for each of the model's; scores of those with the same one are added.

    Raises
    ------
    BackendError
        If it is something else, or has other labels, or not all of them, or is not of one label per text.
    """

    def parse(rows: Any) -> list[Prediction]:
        if expected == 1 and rows and isinstance(rows[0], dict):
            rows = [rows]
        return [_prediction(row, description, labels) for row in rows]

    return read_json_answer(body, expected, parse)


def _prediction(row: Any, description: Description, labels: Mapping[str, str]) -> Prediction:
    scores = {one["label"]: float(one["score"]) for one in row}
    if scores.keys() != labels.keys():
        raise BackendError(f"the endpoint scored {len(scores)} labels, not {', '.join(labels)}")
    if not abs(sum(scores.values()) - 1) <= ROUNDING:
        raise BackendError("the endpoint's scores do not sum to 1: it may give a text several labels")
    ours = dict.fromkeys(description.labels, 0.0)
    for label, score in scores.items():
        ours[labels[label]] += score
    return Prediction.from_probabilities(
        description.labels,
        list(ours.values()),
        threshold=description.threshold,
        truncated=False,
        model=ModelReference(description.name, description.version, "sagemaker"),
    )
