"""Logs, metrics and traces: what happened, never what was said."""

import logging
import os
import traceback
from collections import defaultdict
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging.utils import copy_config_to_registered_loggers
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from handlers.common.settings import tracing
from model import ModelReference, Prediction, SettingsError, Tokens
from model.prediction import Backend

SERVICE = os.environ.get("POWERTOOLS_SERVICE_NAME") or "newsdesk"
NAMESPACE = os.environ.get("POWERTOOLS_METRICS_NAMESPACE") or "Newsdesk"
"""Where the metrics stand in CloudWatch."""

VERSION = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION") or "$LATEST"
"""Of the function; a canary is judged by that."""

MAX_VALUES = 99
"""Values of one metric in one blob: the format takes 100, at which Powertools writes out what it has so far."""

logger = Logger(service=SERVICE)
# What `model` has to say goes the same way.
copy_config_to_registered_loggers(logger, include={logging.getLogger("model").name})

LambdaHandler = Callable[[Any, Any], Any]


def observed(handler: LambdaHandler) -> LambdaHandler:
    """Give a Lambda handler its log context, and its traces where they are switched on.

    The log's correlation id is API Gateway's request id, the one an error answer names.
    """
    handler = logger.inject_lambda_context(
        # The event holds the headline, so no variable of the environment shall have it logged.
        handler,
        correlation_id_path="requestContext.requestId",
        clear_state=True,
        log_event=False,
    )
    if tracing():
        # Imported only here: it brings botocore, a third of a second of every cold start.
        from aws_lambda_powertools import Tracer  # noqa: PLC0415

        # A captured response or error would put what was asked into the trace.
        tracer = Tracer(service=SERVICE)
        handler = tracer.capture_lambda_handler(handler, capture_response=False, capture_error=False)
    return handler


def log_answer(route: str, status: int, milliseconds: float) -> None:
    """Log that a request was answered, with how much was classified for it; count it if that was an error of ours.

    The metric is `FailedAnswers`, by service and version of the function.
    """
    logger.info("answered", route=route, status=status, milliseconds=round(milliseconds, 1))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        metrics = EphemeralMetrics(namespace=NAMESPACE, service=SERVICE)
        metrics.add_dimension("version", VERSION)
        metrics.add_metric("FailedAnswers", MetricUnit.Count, 1)
        metrics.flush_metrics()


def log_failure(message: str, error: Exception) -> None:
    """Log an exception by its class and place; its own words, which may name anything, only at level DEBUG.

    Those of a setting that cannot be used are an exception: they are what its owner has written.
    """
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.relpath(frame.filename)}:{frame.lineno} in {frame.name}"
    logger.error(message, error=type(error).__name__, place=place)
    tell = logger.error if isinstance(error, SettingsError) else logger.debug
    tell(message, reason=str(error))


def count(headlines: Sequence[str], predictions: Sequence[Prediction], milliseconds: float) -> None:
    """Count one call to a classifier: in the log line of this request, and as metrics.

    The metrics, in CloudWatch's embedded metric format, are `Headlines`, `NeedsReview` and `Latency` (of the whole
    call, in milliseconds) by service, model and the backend that decided, of which a cascade has two, and of the
    service as a whole, since an alarm has to name every dimension; `Predictions`, `NeedsReview` and every
    `Confidence` by label as well.
    """
    logger.append_keys(headlines=len(headlines), characters=sum(map(len, headlines)))
    groups: defaultdict[ModelReference, defaultdict[str, list[Prediction]]]
    groups = defaultdict(lambda: defaultdict(list))
    for prediction in predictions:
        groups[prediction.model][prediction.predicted_label].append(prediction)
    for model, by_label in groups.items():
        decided = [one for group in by_label.values() for one in group]
        call = _metrics(model.name, model.backend)
        call.add_dimensions(service=SERVICE)
        call.add_metric("Headlines", MetricUnit.Count, len(decided))
        call.add_metric("NeedsReview", MetricUnit.Count, sum(one.needs_review for one in decided))
        call.add_metric("Latency", MetricUnit.Milliseconds, milliseconds)
        call.flush_metrics()
        for label, group in by_label.items():
            _count_label(model, label, group)


def _count_label(model: ModelReference, label: str, predictions: Sequence[Prediction]) -> None:
    for start in range(0, len(predictions), MAX_VALUES):
        part = predictions[start : start + MAX_VALUES]
        metrics = _metrics(model.name, model.backend)
        metrics.add_dimension("label", label)
        metrics.add_metric("Predictions", MetricUnit.Count, len(part))
        metrics.add_metric("NeedsReview", MetricUnit.Count, sum(one.needs_review for one in part))
        for prediction in part:
            metrics.add_metric("Confidence", MetricUnit.NoUnit, prediction.confidence)
        metrics.flush_metrics()


def count_tokens(model: str, tokens: Tokens) -> None:
    """Count what a large language model has used: the metrics `InputTokens` and `OutputTokens`, by model."""
    if tokens == (0, 0):
        return
    logger.append_keys(input_tokens=tokens.input, output_tokens=tokens.output)
    metrics = _metrics(model, "bedrock")
    metrics.add_metric("InputTokens", MetricUnit.Count, tokens.input)
    metrics.add_metric("OutputTokens", MetricUnit.Count, tokens.output)
    metrics.flush_metrics()


def count_drift(model: str, drift: float) -> None:
    """Emit the metric `LabelDrift`, by model; the maximum of the service as a whole is that of the worst one."""
    metrics = _metrics(model)
    metrics.add_dimensions(service=SERVICE)
    metrics.add_metric("LabelDrift", MetricUnit.NoUnit, drift)
    metrics.flush_metrics()


def count_correction(model: str, label: str, changed: bool) -> None:
    """Count what a person said of a headline, as the metric `Corrections`, by model and the label that is right.

    It is 1 where that is not what the model said, or nobody told what it said, and 0 where they agree: the sum is
    how many were wrong, the mean their share of those that a person looked at.
    """
    metrics = _metrics(model)
    metrics.add_dimension("label", label)
    metrics.add_metric("Corrections", MetricUnit.Count, int(changed))
    metrics.flush_metrics()


def count_stale(model: str) -> None:
    """Count an answer of a model whose stage points to a release that cannot be opened: the metric `StaleAnswers`.

    By the service as a whole, since an alarm has to name every dimension, and by model.
    """
    metrics = _metrics(model)
    metrics.add_dimensions(service=SERVICE)
    metrics.add_metric("StaleAnswers", MetricUnit.Count, 1)
    metrics.flush_metrics()


def _metrics(model: str, backend: Backend | None = None) -> EphemeralMetrics:
    metrics = EphemeralMetrics(namespace=NAMESPACE, service=SERVICE)
    metrics.add_dimension("model", model)
    if backend:
        metrics.add_dimension("backend", backend)
    return metrics
