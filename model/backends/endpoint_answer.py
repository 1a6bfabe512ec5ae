"""Reading what an endpoint answers."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from model.errors import BackendError
from model.manifest import Manifest
from model.prediction import ModelReference, Prediction


def read_answer(body: bytes, expected: int, manifest: Manifest) -> list[Prediction]:
    """Return the predictions in an endpoint's answer to a list of headlines.

    Parameters
    ----------
    body
        Whole predictions of our own container (`{"predictions": [...]}`), or the contract of the original project
        (`{"predicted_label": [...], "probabilities": [[...], ...]}`), which any other container may keep.
    expected
        How many headlines were asked about.
    manifest
        Of the model that is thought to be there: its labels, and for the second form its name and threshold.

    Raises
    ------
    BackendError
        If it is neither, or answers another number of headlines, or is of another model or other labels.
    """
    try:
        content = json.loads(body)
        if "predictions" in content:
            predictions = [_whole(one, manifest) for one in content["predictions"]]
        else:
            predictions = _contract(content["predicted_label"], content["probabilities"], manifest)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise BackendError(f"the endpoint's answer cannot be read: {type(error).__name__}") from None
    if len(predictions) != expected:
        raise BackendError(f"the endpoint answered {len(predictions)} of {expected} headlines")
    return predictions


def _whole(content: Any, manifest: Manifest) -> Prediction:
    told, scores = content["model"], content["scores"]
    if told["name"] != manifest.name:
        raise BackendError(f"the endpoint's model is not {manifest.name}")
    if set(scores) != set(manifest.labels):
        raise BackendError(f"the endpoint's labels are not {', '.join(manifest.labels)}")
    prediction = Prediction.from_probabilities(
        manifest.labels,
        [scores[label] for label in manifest.labels],
        threshold=manifest.threshold,
        truncated=bool(content["truncated"]),
        model=ModelReference(str(told["name"]), str(told["version"]), "sagemaker"),
    )
    # By the endpoint's own threshold: it may hold a newer release than this process knows of.
    return replace(prediction, needs_review=bool(content["needs_review"]))


def _contract(labels: Any, rows: Sequence[Any], manifest: Manifest) -> list[Prediction]:
    predictions = [
        Prediction.from_probabilities(
            manifest.labels,
            row,
            threshold=manifest.threshold,
            truncated=False,
            model=ModelReference(manifest.name, manifest.version, "sagemaker"),
        )
        for row in rows
    ]
    for label, prediction in zip([labels] if isinstance(labels, str) else labels, predictions, strict=True):
        if prediction.scores.get(label) != prediction.confidence:
            raise BackendError(
                f"the endpoint's probabilities are not in the order {', '.join(manifest.labels)}"
            )
    return predictions
