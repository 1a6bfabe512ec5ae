"""Reading what an endpoint answers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from model.backends.json_answer import read_json_answer
from model.description import Description
from model.errors import BackendError
from model.prediction import ModelReference, Prediction


def read_answer(body: bytes, expected: int, description: Description) -> list[Prediction]:
    """Return the predictions in an endpoint's answer to a list of headlines.

    Parameters
    ----------
    body
        Whole predictions of our own container (`{"predictions": [...]}`), or the contract of the original project
        (`{"predicted_label": [...], "probabilities": [[...], ...]}`), which any other container may keep.
    expected
        How many headlines were asked about.
    description
        Of the model that is thought to be there: its labels, and for the second form its name and threshold.

    Raises
    ------
    BackendError
        If it is neither, or answers another number of headlines, or is of another model or other labels.
    """

    def parse(content: Any) -> list[Prediction]:
        if "predictions" in content:
            return [_whole(one, description) for one in content["predictions"]]
        return _contract(content["predicted_label"], content["probabilities"], description)

    return read_json_answer(body, expected, parse)


def _whole(content: Any, description: Description) -> Prediction:
    told, scores = content["model"], content["scores"]
    if told["name"] != description.name:
        raise BackendError(f"the endpoint's model is not {description.name}")
    if set(scores) != set(description.labels):
        raise BackendError(f"the endpoint's labels are not {', '.join(description.labels)}")
    prediction = Prediction.from_probabilities(
        description.labels,
        [scores[label] for label in description.labels],
        threshold=description.threshold,
        truncated=bool(content["truncated"]),
        model=ModelReference(str(told["name"]), str(told["version"]), "sagemaker"),
    )
    # By the endpoint's own threshold: it may hold a newer release than this process knows of.
    return replace(prediction, needs_review=bool(content["needs_review"]))


def _contract(labels: Any, rows: Sequence[Any], description: Description) -> list[Prediction]:
    predictions = [
        Prediction.from_probabilities(
            description.labels,
            row,
            threshold=description.threshold,
            truncated=False,
            model=ModelReference(description.name, description.version, "sagemaker"),
        )
        for row in rows
    ]
    for label, prediction in zip([labels] if isinstance(labels, str) else labels, predictions, strict=True):
        if prediction.scores.get(label) != prediction.confidence:
            raise BackendError(
                f"the endpoint's probabilities are not in the order {', '.join(description.labels)}"
            )
    return predictions
