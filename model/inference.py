"""The four functions SageMaker's model server calls; the engine is that of the `local` backend.

The server answers every exception with 400, its own faults too, and reports itself healthy even if the model
cannot be opened. So nothing is raised here: what goes wrong is handed on from function to function, and the last
one sets the status. See `model.container` for the formats.
"""

import logging
from pathlib import Path
from typing import Any

from model.artifact import FOLDER
from model.backends.local import LocalClassifier
from model.container.answers import Answer, write_answer
from model.container.refusal import Refusal, RefusalError
from model.container.requests import Request, read_request
from model.errors import ModelError

logger = logging.getLogger("newsdesk")


def model_fn(model_dir: str, context: Any = None) -> LocalClassifier | Refusal:
    """Open the artifact the server unpacked."""
    try:
        classifier = LocalClassifier.open(Path(model_dir) / FOLDER)
        classifier.classify(["ready"])  # the first one is slow; nobody waits for it here
    except Exception as error:
        # Only our own errors are known to hold nothing but names and hashes.
        why = str(error) if isinstance(error, ModelError) else type(error).__name__
        logger.error("the model cannot be opened: %s", why)
        return Refusal("not_ready", "the model cannot be opened")
    return classifier


def input_fn(body: Any, content_type: str | None, context: Any = None) -> Request | Refusal:
    """Read a request."""
    try:
        return read_request(body, content_type)
    except RefusalError as error:
        return error.refusal


def predict_fn(
    request: Request | Refusal,
    classifier: LocalClassifier | Refusal,
    context: Any = None,
) -> Answer | Refusal:
    """Classify what can be classified, all of it in one call."""
    if isinstance(classifier, Refusal):
        return classifier
    if isinstance(request, Refusal):
        return request
    headlines = [record for record in request.records if isinstance(record, str)]
    try:
        predictions = iter(classifier.classify(headlines) if headlines else [])
    except Exception as error:  # the engine's own failure is no fault of the caller's
        # Its class alone: its words may hold a headline.
        logger.error("the model failed: %s", type(error).__name__)
        return Refusal("model_failed", "the model could not answer")
    outcomes = tuple(next(predictions) if isinstance(record, str) else record for record in request.records)
    return Answer(outcomes, classifier.labels, single=request.single, lines=request.lines)


def output_fn(answer: Answer | Refusal, accept: str | None, context: Any = None) -> str:
    """Write the answer, or the error and its status."""
    try:
        if not isinstance(answer, Refusal):
            return write_answer(answer, accept)
        refusal = answer
    except RefusalError as error:
        refusal = error.refusal
    if context is not None:
        context.set_response_status(code=refusal.status.value, phrase=refusal.status.phrase, idx=0)
    return refusal.to_json()
