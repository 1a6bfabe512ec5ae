import json

import pytest

from handlers.common import observability
from handlers.common.observability import (
    count,
    count_correction,
    count_drift,
    log_answer,
    log_failure,
    observed,
)
from model import ModelReference, Prediction
from tests.gateway import REQUEST_ID, Context, event


def prediction(label, confidence, needs_review=False):
    probabilities = {"Business": 1 - confidence, "Health": confidence}
    if label == "Business":
        probabilities = {"Business": confidence, "Health": 1 - confidence}
    return Prediction(
        predicted_label=label,
        probabilities=[list(probabilities.values())],
        scores=probabilities,
        confidence=confidence,
        needs_review=needs_review,
        truncated=False,
        model=ModelReference("news", "1.0.0", "local"),
    )


@pytest.fixture
def emitted(capsys, monkeypatch):
    monkeypatch.delenv("POWERTOOLS_METRICS_DISABLED", raising=False)

    def emitted():
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return emitted


def directive(blob):
    (only,) = blob["_aws"]["CloudWatchMetrics"]
    assert only["Namespace"] == "Newsdesk"
    dimensions = [set(names) for names in only["Dimensions"]]
    return dimensions, {metric["Name"]: metric["Unit"] for metric in only["Metrics"]}


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_an_error_of_ours_is_counted_by_version(emitted, monkeypatch, log, status):
    monkeypatch.setattr(observability, "VERSION", "12")

    log_answer("POST /v1/classify", status, 1.5)

    (failed,) = emitted()
    assert directive(failed) == ([{"service", "version"}], {"FailedAnswers": "Count"})
    assert (failed["service"], failed["version"], failed["FailedAnswers"]) == ("newsdesk", "12", [1])


@pytest.mark.parametrize("status", [200, 400, 429])
def test_other_answers_are_no_failures(emitted, log, status):
    log_answer("POST /v1/classify", status, 1.5)

    assert emitted() == []


def test_one_call_is_counted_by_label_and_backend(emitted):
    predictions = [prediction("Health", 0.9), prediction("Business", 0.6, True), prediction("Health", 0.8)]

    count(["one", "two", "three"], predictions, 12.5)

    call, health, business = emitted()
    assert directive(call) == (
        [{"service", "model", "backend"}, {"service"}],
        {"Headlines": "Count", "NeedsReview": "Count", "Latency": "Milliseconds"},
    )
    assert (call["Headlines"], call["NeedsReview"], call["Latency"]) == ([3], [1], [12.5])
    assert (call["service"], call["model"], call["backend"]) == ("newsdesk", "news", "local")
    assert directive(health) == (
        [{"service", "model", "backend", "label"}],
        {"Predictions": "Count", "NeedsReview": "Count", "Confidence": "None"},
    )
    assert (health["label"], health["Predictions"], health["NeedsReview"]) == ("Health", [2], [0])
    assert health["Confidence"] == [0.9, 0.8]
    assert (business["label"], business["Predictions"], business["NeedsReview"]) == ("Business", [1], [1])


def test_full_batch_loses_nothing(emitted):
    count(["Fever vaccine"] * 128, [prediction("Health", 0.9, True)] * 128, 200)

    call, *parts = emitted()
    assert call["NeedsReview"] == [128]
    assert all(len(part["Confidence"]) < 100 for part in parts)
    assert sum(part["Predictions"][0] for part in parts) == 128
    assert sum(part["NeedsReview"][0] for part in parts) == 128
    assert sum(len(part["Confidence"]) for part in parts) == 128


def test_drift_is_counted_by_model_and_for_all_together(emitted):
    count_drift("news", 0.3)

    (blob,) = emitted()
    assert directive(blob) == ([{"service", "model"}, {"service"}], {"LabelDrift": "None"})
    assert (blob["service"], blob["model"], blob["LabelDrift"]) == ("newsdesk", "news", [0.3])


@pytest.mark.parametrize(("changed", "counted"), [(True, 1), (False, 0)])
def test_a_correction_is_counted_by_model_and_label_and_one_that_agrees_as_nothing(emitted, changed, counted):
    count_correction("news", "Health", changed)

    (blob,) = emitted()
    assert directive(blob) == ([{"service", "model", "label"}], {"Corrections": "Count"})
    assert (blob["model"], blob["label"], blob["Corrections"]) == ("news", "Health", [counted])


def test_metrics_do_not_quote(capsys):
    count(["Fever vaccine"], [prediction("Health", 0.9)], 1)

    assert "Fever" not in capsys.readouterr().out


def test_metrics_can_be_switched_off(emitted, monkeypatch):
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "true")

    count(["one"] * 128, [prediction("Health", 0.9)] * 128, 1)

    assert emitted() == []


def test_failure_is_logged_by_class_and_place(log):
    try:
        raise RuntimeError("Fever vaccine in s3://secret-bucket")
    except RuntimeError as error:
        log_failure("a message", error)

    line = json.loads(log.getvalue())
    assert line["message"] == "a message"
    assert line["error"] == "RuntimeError"
    assert line["place"].startswith("tests/unit/handlers/common/test_observability.py:")
    assert "Fever" not in log.getvalue()
    assert "secret-bucket" not in log.getvalue()


def test_log_of_a_request_is_found_by_the_gateways_id(log):
    @observed
    def handler(event, context):
        count(["one"], [prediction("Health", 0.9)], 1)
        log_failure("a message", ValueError().with_traceback(None) if event is None else _raised())

    handler(event("GET", "/"), Context())

    line = json.loads(log.getvalue())
    assert line["correlation_id"] == REQUEST_ID
    assert line["function_request_id"] == Context().aws_request_id
    assert line["headlines"] == 1


def test_what_one_request_counted_is_not_in_the_next(log):
    @observed
    def handler(event, context):
        if event["first"]:
            count(["one"], [prediction("Health", 0.9)], 1)
        log_failure("a message", _raised())

    handler({"first": True}, Context())
    handler({"first": False}, Context())

    first, second = (json.loads(line) for line in log.getvalue().splitlines())
    assert "headlines" in first
    assert "headlines" not in second


def test_traced_handler_answers_and_keeps_the_answer_to_itself(monkeypatch):
    monkeypatch.setenv("TRACING", "true")
    monkeypatch.setenv("POWERTOOLS_TRACE_DISABLED", "true")

    handler = observed(lambda event, context: {"answer": event})

    assert handler({"headline": "Fever"}, Context()) == {"answer": {"headline": "Fever"}}
    assert handler.__wrapped__ is not None


def _raised():
    try:
        raise ValueError
    except ValueError as error:
        return error
