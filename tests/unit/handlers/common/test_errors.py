import pytest

from handlers.common.errors import STATUS, ApiError, Detail, as_api_error
from model import (
    ArtifactError,
    BackendError,
    HeadlineError,
    NotReadyError,
    RefusedError,
    SlowError,
    ThrottledError,
)


@pytest.mark.parametrize("code", STATUS)
def test_envelope_has_one_form(code):
    refusal = ApiError(code, "a message", [Detail("headline", "a problem")])

    assert refusal.envelope("an id") == {
        "error": {
            "code": code,
            "message": "a message",
            "details": [{"field": "headline", "problem": "a problem"}],
            "request_id": "an id",
        }
    }
    assert 400 <= refusal.status < 600
    assert refusal.headers == {}
    assert str(refusal) == f"{code}: a message; headline: a problem"


def test_retry_after_becomes_a_header():
    assert ApiError("not_ready", "a message", retry_after=7).headers == {"Retry-After": "7"}


def test_own_errors_pass_unchanged():
    refusal = ApiError("not_found", "a message")

    assert as_api_error(refusal) is refusal


def test_headline_error_names_its_position():
    refusal = as_api_error(HeadlineError("is empty", 3))

    assert (refusal.status, refusal.details) == (400, [Detail("headlines[3]", "is empty")])


@pytest.mark.parametrize("error", [RuntimeError("Fever"), ArtifactError("s3://bucket"), KeyError("Fever")])
def test_the_unforeseen_keeps_its_words_to_itself(error):
    refusal = as_api_error(error)

    assert refusal.status == 500
    assert str(refusal) == "internal_error: the request could not be answered"


@pytest.mark.parametrize(
    ("error", "code", "status", "retry_after"),
    [
        (BackendError, "model_failed", 502, None),
        (NotReadyError, "not_ready", 503, 5),
        (ThrottledError, "throttled", 429, 1),
        (SlowError, "timeout", 504, None),
        (RefusedError, "invalid_request", 400, None),
    ],
)
def test_a_failing_backend_is_told_by_its_kind_alone(error, code, status, retry_after):
    refusal = as_api_error(error("endpoint news-prod of account 123456789012"))

    assert (refusal.code, refusal.status, refusal.retry_after) == (code, status, retry_after)
    assert "news-prod" not in str(refusal)
