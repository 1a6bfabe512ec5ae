"""One call to a classifier: answered, counted, and its failures put into words."""

import time
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import TypeVar

from handlers.common import classifiers
from handlers.common.answers import AnyPrediction, BatchAnswer, ExplainedPrediction
from handlers.common.errors import ApiError, as_api_error
from handlers.common.observability import count, count_tokens, log_failure
from handlers.common.plain import PlainRequest
from model import BackendError, Classifier, HeadlineError, Metered, Prediction
from model import explain as weigh_words

Answer = TypeVar("Answer")


def answer(request: PlainRequest) -> AnyPrediction | BatchAnswer:
    """Classify what a request asks about.

    Raises
    ------
    ApiError
        If there is no such model, or it is not ready, or fails.
    """
    shelf = classifiers.shelf
    classifier = shelf.default() if request.model is None else shelf.named(request.model)
    if request.single:
        return one(classifier, request.headlines[0], request.explain)
    return BatchAnswer(many(classifier, request.headlines))


def one(classifier: Classifier, headline: str, explain: bool) -> AnyPrediction:
    """Classify a headline, and weigh its words if that is asked for and can be done.

    Raises
    ------
    ApiError
        As `many`.
    """
    if not explain:
        return many(classifier, [headline])[0]
    (prediction, weights), milliseconds = _timed(classifier, lambda: weigh_words(classifier, headline))
    count([headline], [prediction], milliseconds)
    if not weights:
        return prediction
    values = {field.name: getattr(prediction, field.name) for field in fields(prediction)}
    return ExplainedPrediction(**values, explanation=weights)


def many(classifier: Classifier, headlines: Sequence[str]) -> list[Prediction]:
    """Classify headlines, answers in the same order.

    Raises
    ------
    ApiError
        For whatever goes wrong in there, but for a headline that cannot be classified: `not_ready`, `throttled` or
        `timeout` where that is known, else `model_failed`.
    """
    predictions, milliseconds = _timed(classifier, lambda: classifier.classify(headlines))
    count(headlines, predictions, milliseconds)
    return predictions


def _timed(classifier: Classifier, call: Callable[[], Answer]) -> tuple[Answer, float]:
    """Return what the model answers, and the milliseconds it took; count the tokens, also of what failed."""
    started = time.perf_counter()
    try:
        answer = call()
    except HeadlineError:
        raise
    except BackendError as error:
        log_failure(str(error), error)  # it names endpoint and code, and never what was asked
        raise as_api_error(error) from None
    except Exception as error:
        log_failure("the model failed", error)
        raise ApiError("model_failed", "the model could not answer") from None
    finally:
        if isinstance(classifier, Metered):
            count_tokens(classifier.description.name, classifier.meter.take())
    return answer, 1000 * (time.perf_counter() - started)
