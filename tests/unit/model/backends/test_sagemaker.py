import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from model import (
    BackendError,
    HeadlineError,
    ModelSettings,
    NotReadyError,
    RefusedError,
    SettingsError,
    SlowError,
    ThrottledError,
    open_classifier,
)
from model.backends import client, sagemaker
from model.backends.dialects import own_container
from model.backends.local import LocalClassifier
from model.backends.sagemaker import SageMakerClassifier, split
from model.container.answers import Answer as Found
from model.container.answers import write_answer
from model.container.media import JSON, PREDICTIONS
from tests.artifacts import MANIFEST_OF_WORDS, make_artifact
from tests.fake_endpoint import FakeEndpoint
from tests.fake_service import Answer, error

WORDS = {"shares": (4.0, 0.0), "flu": (0.0, 4.0)}
MODEL_FAILED = error(424, "ModelError", OriginalStatusCode=500, OriginalMessage="words of the model")
NOT_READY = error(429, "ModelNotReadyException")


@pytest.fixture
def local(tmp_path: Path) -> LocalClassifier:
    return LocalClassifier.open(make_artifact(tmp_path / "words", WORDS))


@pytest.fixture
def endpoint(local: LocalClassifier) -> Iterator[FakeEndpoint]:
    """An endpoint with our own container behind it."""

    def model(headlines: list[str]) -> Answer:
        predictions = tuple(local.classify(headlines))
        return Answer(body=write_answer(Found(predictions, local.labels), PREDICTIONS).encode())

    endpoint = FakeEndpoint(model)
    with endpoint.serving():
        yield endpoint


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def classifier(pauses: list[float]) -> SageMakerClassifier:
    return SageMakerClassifier("news-prod", MANIFEST_OF_WORDS, sleep=pauses.append)


def test_the_answer_is_that_of_the_local_backend(
    endpoint: FakeEndpoint, classifier: SageMakerClassifier, local: LocalClassifier
) -> None:
    headlines = ["shares  rise", "flu season", "shares of a flu vaccine maker"]

    found = classifier.classify(headlines)

    for remote, expected in zip(found, local.classify(headlines), strict=True):
        assert remote == replace(expected, model=replace(expected.model, backend="sagemaker"))
    ((path, headers, body),) = endpoint.asked
    assert path == "/endpoints/news-prod/invocations"
    assert (headers["content-type"], headers["accept"]) == (JSON, PREDICTIONS)
    assert body == {"inputs": ["shares rise", "flu season", "shares of a flu vaccine maker"]}


def test_the_originals_answer_is_understood(endpoint: FakeEndpoint, classifier: SageMakerClassifier) -> None:
    content = {"predicted_label": ["Health", "Business"], "probabilities": [[0.25, 0.75], [0.875, 0.125]]}
    endpoint.next.append(Answer(body=json.dumps(content).encode()))

    found = classifier.classify(["flu", "shares"])

    assert [asdict(prediction) for prediction in found] == [
        {
            "predicted_label": label,
            "probabilities": [row],
            "scores": dict(zip(("Business", "Health"), row, strict=True)),
            "confidence": max(row),
            "needs_review": max(row) < 0.8,
            "truncated": False,
            "model": {"name": "words", "version": "0.1.0", "backend": "sagemaker"},
        }
        for label, row in zip(content["predicted_label"], content["probabilities"], strict=True)
    ]


def test_a_long_list_is_asked_in_parts_side_by_side_and_answered_in_order(
    endpoint: FakeEndpoint,
    local: LocalClassifier,
) -> None:
    classifier = SageMakerClassifier(
        "news-prod", MANIFEST_OF_WORDS, replace(own_container(MANIFEST_OF_WORDS), most_headlines=10)
    )
    headlines = [("shares " if number % 3 else "flu ") + "x" * (number % 50) for number in range(95)]

    found = classifier.classify(headlines)

    assert [one.probabilities for one in found] == [one.probabilities for one in local.classify(headlines)]
    assert sorted(len(body["inputs"]) for _, _, body in endpoint.asked) == [5, *[10] * 9]
    assert 1 < endpoint.most_at_once <= own_container(MANIFEST_OF_WORDS).most_calls


def test_a_part_fits_into_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sagemaker, "MAX_BYTES", 300)
    headlines = ["ö" * 50, 'a "quoted" one', *(f"{number} rates" for number in range(60))]

    parts = list(split(headlines, 100))

    assert [headline for part in parts for headline in part] == headlines
    assert all(len(json.dumps(part, ensure_ascii=False).encode()) <= 300 for part in parts)
    assert len(parts) == 3


@pytest.mark.parametrize(
    ("answers", "expected", "asked"),
    [
        ([error(503, "ServiceUnavailable")] * 2, (NotReadyError, "is not ready"), 2),
        ([error(429, "ThrottlingException")] * 2, (ThrottledError, "is asked too often"), 2),
        ([error(500, "InternalFailure")] * 2, (BackendError, r"failed \(InternalFailure\)"), 2),
        ([error(530, "InternalDependencyException")], (BackendError, "InternalDependencyException"), 1),
        ([error(400, "ValidationError")], (BackendError, r"failed \(ValidationError\)"), 1),
        ([error(403, "AccessDeniedException")], (BackendError, "AccessDeniedException"), 1),
        ([MODEL_FAILED] * 2, (BackendError, r"the model behind endpoint news-prod failed \(500\)"), 2),
        (
            [error(424, "ModelError", OriginalStatusCode=400)],
            (RefusedError, r"refused the request \(400\)"),
            1,
        ),
        ([error(424, "ModelError", OriginalStatusCode=503)], (NotReadyError, r"is not ready \(503\)"), 1),
        ([error(424, "ModelError", OriginalStatusCode=504)], (SlowError, "did not answer in time"), 1),
        ([Answer(body=b'{"predictions": [', cut=True)], (BackendError, "cannot be reached"), 1),
        ([Answer(body=b"<html>")], (BackendError, "cannot be read: JSONDecodeError"), 1),
        ([Answer(body=b"[]")], (BackendError, "cannot be read: TypeError"), 1),
        ([Answer(body=b'{"predictions": []}')], (BackendError, "answered 0 of 1"), 1),
        ([Answer(body=b'{"predictions": [{}]}')], (BackendError, "cannot be read: KeyError"), 1),
        (
            [Answer(body=b'{"predicted_label": ["Business"], "probabilities": [[0.5, 0.25, 0.25]]}')],
            (BackendError, "cannot be read: ValueError"),
            1,
        ),
        (
            [Answer(body=b'{"predicted_label": ["Business"], "probabilities": [[0.25, 0.75]]}')],
            (BackendError, "the endpoint's probabilities are not in the order Business, Health"),
            1,
        ),
    ],
)
def test_every_failure_has_its_kind(
    endpoint: FakeEndpoint,
    classifier: SageMakerClassifier,
    answers: list[Answer],
    expected: tuple[type[BackendError], str],
    asked: int,
) -> None:
    kind, words = expected
    endpoint.next.extend(answers)

    with pytest.raises(BackendError, match=words) as caught:
        classifier.classify(["shares of a secret"])

    assert type(caught.value) is kind
    assert len(endpoint.asked) == asked
    assert "secret" not in str(caught.value)
    assert "words of" not in str(caught.value)


def test_other_labels_are_refused(endpoint: FakeEndpoint, local: LocalClassifier) -> None:
    other = SageMakerClassifier("news", replace(MANIFEST_OF_WORDS, labels=("Business", "Sport")))

    with pytest.raises(BackendError, match="the endpoint's labels are not Business, Sport"):
        other.classify(["shares"])


def test_a_model_that_fails_once_is_asked_again(
    endpoint: FakeEndpoint, classifier: SageMakerClassifier, pauses: list[float]
) -> None:
    endpoint.next.append(MODEL_FAILED)

    assert classifier.classify(["shares"])[0].predicted_label == "Business"
    assert pauses == [0.5]


def test_a_model_that_is_being_loaded_is_waited_for(
    endpoint: FakeEndpoint, classifier: SageMakerClassifier, pauses: list[float]
) -> None:
    endpoint.next.extend([NOT_READY] * 4)

    assert classifier.classify(["shares"])[0].predicted_label == "Business"
    assert pauses == [0.5, 1.0, 2.0, 2.0]


def test_it_is_not_waited_for_longer_than_a_caller_waits(endpoint: FakeEndpoint) -> None:
    hasty = SageMakerClassifier("news", MANIFEST_OF_WORDS, seconds=0.2)
    endpoint.next.append(NOT_READY)

    with pytest.raises(NotReadyError):
        hasty.classify(["shares"])

    assert len(endpoint.asked) == 1


def test_a_part_that_comes_too_late_is_not_asked_about(endpoint: FakeEndpoint) -> None:
    one_by_one = replace(own_container(MANIFEST_OF_WORDS), most_headlines=1, most_calls=1)
    hasty = SageMakerClassifier("news", MANIFEST_OF_WORDS, one_by_one, seconds=0.2)
    endpoint.next.append(
        Answer(body=b'{"predicted_label": ["Health"], "probabilities": [[0, 1]]}', seconds=0.4)
    )

    with pytest.raises(SlowError, match="endpoint news did not answer all in time"):
        hasty.classify(["flu", "shares", "flu"])

    assert len(endpoint.asked) == 1


def test_an_endpoint_that_hangs_is_slow(
    endpoint: FakeEndpoint, classifier: SageMakerClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "READ_SECONDS", 0.2)
    endpoint.next.extend([Answer(body=b"{}", seconds=1)] * 2)

    with pytest.raises(SlowError, match="endpoint news-prod did not answer in time"):
        classifier.classify(["shares"])


def test_nobody_at_home_is_a_failure(
    classifier: SageMakerClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")

    with pytest.raises(BackendError, match="endpoint news-prod cannot be reached: EndpointConnectionError"):
        classifier.classify(["shares"])


def test_another_model_is_refused(endpoint: FakeEndpoint) -> None:
    other = SageMakerClassifier("news", replace(MANIFEST_OF_WORDS, name="sentiment"))

    with pytest.raises(BackendError, match="the endpoint's model is not sentiment"):
        other.classify(["shares"])


def test_labels_in_another_order_are_put_into_ours(endpoint: FakeEndpoint, local: LocalClassifier) -> None:
    turned = SageMakerClassifier("news", replace(MANIFEST_OF_WORDS, labels=("Health", "Business")))

    (found,), (expected,) = turned.classify(["flu"]), local.classify(["flu"])

    assert found.probabilities == [expected.probabilities[0][::-1]]
    assert found.predicted_label == expected.predicted_label == "Health"


def test_nothing_asked_costs_no_call(endpoint: FakeEndpoint, classifier: SageMakerClassifier) -> None:
    assert classifier.classify([]) == []
    assert endpoint.asked == []


def test_an_empty_headline_costs_no_call(endpoint: FakeEndpoint, classifier: SageMakerClassifier) -> None:
    with pytest.raises(HeadlineError, match="headline 1: is empty"):
        classifier.classify(["shares", " "])

    assert endpoint.asked == []


def test_settings_open_it(endpoint: FakeEndpoint, tmp_path: Path) -> None:
    settings = ModelSettings(backend="sagemaker", artifact=str(tmp_path / "words"), endpoint="news-dev")

    classifier = open_classifier(settings)

    assert classifier.classify(["flu"])[0].model.backend == "sagemaker"
    assert classifier.description.name == "words"
    with pytest.raises(SettingsError, match="MODEL_ENDPOINT names no endpoint"):
        open_classifier(replace(settings, endpoint=""))
