"""What is right: what the service says of each headline while nobody else asks, and what the artifact says."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infrastructure.smoke.service import Service
from loadtest.errors import LoadError
from model.artifact import open_artifact
from model.backends.local import LocalClassifier

Prediction = Mapping[str, Any]


@dataclass(frozen=True)
class Reference:
    """The right answers.

    Attributes
    ----------
    predictions
        By headline.
    milliseconds
        That each of them took, one by one.
    model
        Name, version and backend, as the answers say.
    tolerance
        How far a score may be from the right one.
    """

    predictions: Mapping[str, Prediction]
    milliseconds: Sequence[float]
    model: Mapping[str, str]
    tolerance: float

    def difference(self, headline: str, found: Prediction) -> str:
        """Return in words how an answer differs from the right one; nothing where it does not."""
        return difference(self.predictions[headline], found, self.tolerance)


def difference(right: Prediction, found: Prediction, tolerance: float) -> str:
    """Return in words how a prediction differs from the right one; nothing where it does not.

    A label may be another only where the tolerance leaves open which of them has the better score.
    """
    scores, label = found["scores"], found["predicted_label"]
    if list(scores) != list(right["scores"]):
        return f"its labels are {', '.join(scores)}, not {', '.join(right['scores'])}"
    if found["model"] != right["model"]:
        return f"it is of {written(found['model'])}, not of {written(right['model'])}"
    if label not in scores or scores[label] != max(scores.values()):
        return f"its label {label} has not the best of its scores"
    off = max(abs(scores[one] - right["scores"][one]) for one in scores)
    if off > tolerance:
        return f"its label is {label} where {right['predicted_label']} is right; a score is {off:.6f} off"
    return ""


def learn(
    service: Service, headlines: Sequence[str], tolerance: float, progress: Callable[[], object] = int
) -> Reference:
    """Ask about each headline, one by one.

    Parameters
    ----------
    service
        That is asked.
    headlines
        All that will be asked about.
    tolerance
        How far a score may be from the right one later.
    progress
        That is called once for each headline.

    Raises
    ------
    LoadError
        If an answer is none.
    SmokeError
        If there is none.
    """
    predictions: dict[str, Prediction] = {}
    milliseconds = []
    for headline in headlines:
        answer = service.ask("POST", "/v1/classify", {"headline": headline})
        if answer.status != 200:
            said = answer.body.get("error", answer.body)
            raise LoadError(f"{service.url} answers {answer.status} to a headline: {json.dumps(said)}")
        milliseconds.append(service.milliseconds)
        predictions[headline] = answer.body
        problem = difference(answer.body, answer.body, 0.0)
        if problem:
            raise LoadError(f"{service.url} answers wrongly: {problem}")
        progress()
    model = next(iter(predictions.values()))["model"]
    return Reference(predictions, milliseconds, model, tolerance)


def compare(reference: Reference, artifact: Path) -> int | None:
    """Compare what the service says with what the artifact says, where that is the model that answered.

    Returns
    -------
    int or None
        Headlines on which they agree: all that it answered. None, where there are none.

    Raises
    ------
    LoadError
        If they do not agree.
    """
    classifier = LocalClassifier(open_artifact(artifact))
    manifest = classifier.manifest
    served = {
        number: (headline, said["model"])
        for number, (headline, said) in enumerate(reference.predictions.items(), 1)
        if (said["model"]["name"], said["model"]["version"]) == (manifest.name, manifest.version)
    }
    answers = classifier.classify([headline for headline, _ in served.values()])
    for (number, (headline, model)), own in zip(served.items(), answers, strict=True):
        said = {"scores": own.scores, "predicted_label": own.predicted_label, "model": model}
        if problem := reference.difference(headline, said):
            raise LoadError(f"of headline {number}, {artifact} says otherwise than the service: {problem}")
    return len(served) or None


def written(model: Mapping[str, str]) -> str:
    """Write a model as `news 1.2.0 (local)`."""
    return f"{model['name']} {model['version']} ({model['backend']})"
