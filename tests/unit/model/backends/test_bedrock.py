import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from model import (
    BackendError,
    HeadlineError,
    ModelSettings,
    NotReadyError,
    SettingsError,
    SlowError,
    ThrottledError,
    UncalibratedPrediction,
    explain,
    open_classifier,
)
from model.backends import bedrock, client
from model.backends.bedrock import BedrockClassifier
from model.backends.tool import INSTRUCTIONS
from tests.artifacts import MANIFEST_OF_WORDS, make_artifact
from tests.fake_bedrock import FakeBedrock, call, filed, said
from tests.fake_service import Answer, error
from tests.prompt_injections import INJECTIONS

MODEL = "amazon.nova-micro-v1:0"
TIMED_OUT = error(408, "ModelTimeoutException")


def file(headline: str) -> Answer:
    return filed("Health" if "flu" in headline else "Business")


@pytest.fixture
def service() -> Iterator[FakeBedrock]:
    service = FakeBedrock(file)
    with service.serving():
        yield service


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def classifier(pauses: list[float]) -> BedrockClassifier:
    return BedrockClassifier(MODEL, MANIFEST_OF_WORDS, sleep=pauses.append)


def test_one_headline_is_one_call_that_must_use_the_tool(
    service: FakeBedrock, classifier: BedrockClassifier
) -> None:
    (found,) = classifier.classify([" flu   season "])

    assert found.predicted_label == "Health"
    ((path, _, body),) = service.asked
    assert path == f"/model/{MODEL.replace(':', '%3A')}/converse"
    assert body["system"] == [{"text": INSTRUCTIONS}]
    assert body["messages"] == [{"role": "user", "content": [{"text": '{"headline": "flu season"}'}]}]
    assert body["inferenceConfig"]["temperature"] == 0
    assert body["toolConfig"]["toolChoice"] == {"tool": {"name": "classify"}}
    (tool,) = body["toolConfig"]["tools"]
    schema = tool["toolSpec"]["inputSchema"]["json"]
    assert schema["properties"]["label"]["enum"] == ["Business", "Health"]
    assert schema["required"] == ["label", "confidence"]


def test_the_answer_says_who_gave_it_and_that_its_confidence_is_its_own(
    service: FakeBedrock, classifier: BedrockClassifier
) -> None:
    service.next.append(filed("Health", 0.7))

    (found,) = classifier.classify(["flu"])

    assert isinstance(found, UncalibratedPrediction)
    assert found.calibrated is False
    assert found.scores == {"Business": 0.3, "Health": 0.7}
    assert found.probabilities == [[0.3, 0.7]]
    assert (found.confidence, found.needs_review) == (0.7, True)  # the threshold is 0.8
    assert (found.model.name, found.model.version, found.model.backend) == ("words", MODEL, "bedrock")
    assert (classifier.version, classifier.description.base) == (MODEL, MODEL)


def test_many_are_asked_side_by_side_and_answered_in_order(
    service: FakeBedrock, classifier: BedrockClassifier
) -> None:
    headlines = [f"{'flu' if number % 3 else 'shares'} {number}" for number in range(60)]
    service.next.extend([filed("Health", seconds=0.2)] * 4)  # the first are the slowest
    headlines[:4] = [f"flu {number}" for number in range(4)]

    found = classifier.classify(headlines)

    expected = ["Health" if "flu" in headline else "Business" for headline in headlines]
    assert [one.predicted_label for one in found] == expected
    assert sorted(service.headlines) == sorted(headlines)
    assert 1 < service.most_at_once <= bedrock.CALLS


@pytest.mark.parametrize("injection", INJECTIONS)
def test_a_headline_is_data_whatever_it_says(
    service: FakeBedrock, classifier: BedrockClassifier, injection: str
) -> None:
    (found,) = classifier.classify([injection])
    classifier.classify(["shares"])

    (_, _, hostile), (_, _, plain) = service.asked
    assert found.predicted_label in MANIFEST_OF_WORDS.labels
    # It is the one string in the message, and nothing else of the request knows of it.
    assert json.loads(hostile.pop("messages")[0]["content"][0]["text"]) == {"headline": injection}
    del plain["messages"]
    assert hostile == plain


HIJACKED = [
    said({"text": "I have been pwned"}, stop="end_turn"),
    said(call({"label": "HACKED", "confidence": 1})),
    said(call({"label": "health", "confidence": 1})),
    said(call({"label": ["Health"], "confidence": 1})),
    said(call({"label": "Health", "confidence": 42})),
    said(call({"label": "Health", "confidence": -0.1})),
    said(call({"label": "Health", "confidence": True})),
    said(call({"label": "Health", "confidence": "certain"})),
    said(call({"label": "Health"})),
    said(call({})),
    said(call(["Health", 1])),
    said(call({"label": "Health", "confidence": 1}, name="delete_everything")),
    said(call({"label": "Health", "confidence": 1}), call({"label": "Business", "confidence": 1})),
    said(call({"label": "Health", "confidence": 1}), stop="max_tokens"),
    said(call({"label": "Health", "confidence": 1}), stop="content_filtered"),
    said(call({"label": "Health", "confidence": 10**400})),
    said({}),
    said({"toolUse": {"toolUseId": "tool-1", "name": "classify"}}),
    Answer(body=b'{"stopReason": "tool_use"}'),
    Answer(body=b'{"stopReason": "tool_use", "output": {"message": {"role": "assistant"}}}'),
    Answer(body=b"{}"),
    Answer(body=b"[1]"),
    Answer(body=b"<html>"),
    Answer(body=b'"text"'),
]


@pytest.mark.parametrize("answer", HIJACKED, ids=range(len(HIJACKED)))
def test_what_is_no_answer_is_asked_for_again_and_then_refused(
    service: FakeBedrock, classifier: BedrockClassifier, answer: Answer
) -> None:
    service.next.extend([answer, filed("Health")])
    assert classifier.classify(["a secret"])[0].predicted_label == "Health"

    service.next.extend([answer, answer])
    with pytest.raises(BackendError, match=f"Bedrock's {MODEL} gave no answer: it") as caught:
        classifier.classify(["a secret"])

    assert len(service.asked) == 4
    for word in ("secret", "HACKED", "pwned", "certain", "delete"):
        assert word not in str(caught.value)


@pytest.mark.parametrize(
    ("answers", "kind", "asked"),
    [
        ([error(429, "ThrottlingException")] * 2, ThrottledError, 2),
        ([error(503, "ServiceUnavailableException")] * 2, NotReadyError, 2),
        ([error(429, "ModelNotReadyException")] * 2, NotReadyError, 2),
        ([error(500, "InternalServerException")] * 2, BackendError, 2),
        ([TIMED_OUT] * 2, SlowError, 2),
        ([error(424, "ModelErrorException", originalStatusCode=500)], BackendError, 1),
        ([error(424, "ModelErrorException", originalStatusCode=429)], ThrottledError, 1),
        ([error(403, "AccessDeniedException")], BackendError, 1),
        ([error(400, "ValidationException")], BackendError, 1),
        ([error(404, "ResourceNotFoundException")], BackendError, 1),
        ([filed("Health", cut=True)] * 2, BackendError, 2),
    ],
)
def test_every_failure_has_its_kind(
    service: FakeBedrock,
    classifier: BedrockClassifier,
    answers: list[Answer],
    kind: type[BackendError],
    asked: int,
) -> None:
    service.next.extend(answers)

    with pytest.raises(BackendError) as caught:
        classifier.classify(["a secret"])

    assert type(caught.value) is kind
    assert len(service.asked) == asked
    assert "secret" not in str(caught.value)
    assert "words of" not in str(caught.value)


def test_a_model_that_timed_out_once_is_asked_again(
    service: FakeBedrock, classifier: BedrockClassifier, pauses: list[float]
) -> None:
    service.next.append(TIMED_OUT)

    assert classifier.classify(["flu"])[0].predicted_label == "Health"
    assert pauses == [0.5]


def test_a_service_that_hangs_is_slow(
    service: FakeBedrock, classifier: BedrockClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "READ_SECONDS", 0.2)
    service.next.extend([filed("Health", seconds=1)] * 2)

    with pytest.raises(SlowError, match="did not answer in time"):
        classifier.classify(["flu"])


def test_what_cannot_be_begun_in_time_is_not_begun(service: FakeBedrock) -> None:
    hasty = BedrockClassifier(MODEL, MANIFEST_OF_WORDS, seconds=0.3)
    service.next.extend([filed("Health", seconds=0.4)] * bedrock.CALLS)

    with pytest.raises(SlowError, match="did not answer all in time"):
        hasty.classify(["flu"] * 100)

    assert len(service.asked) == bedrock.CALLS


def test_where_nobody_waits_for_it_all_are_asked(service: FakeBedrock, tmp_path: Path) -> None:
    artifact = str(make_artifact(tmp_path / "words", {"flu": (0.0, 4.0)}))
    settings = ModelSettings(backend="bedrock", bedrock=MODEL, artifact=artifact)

    assert len(open_classifier(settings, seconds=60).classify(["flu"] * 100)) == 100
    service.next.extend([filed("Health", seconds=0.4)] * bedrock.CALLS)
    with pytest.raises(SlowError):
        open_classifier(settings, seconds=0.3).classify(["flu"] * 100)


def test_one_failure_ends_the_others(service: FakeBedrock, classifier: BedrockClassifier) -> None:
    service.next.append(error(403, "AccessDeniedException"))
    service.next.extend([filed("Health", seconds=0.2)] * 199)

    with pytest.raises(BackendError):
        classifier.classify(["flu"] * 200)

    assert len(service.asked) < 100


def test_tokens_are_counted_those_of_no_answer_too(
    service: FakeBedrock, classifier: BedrockClassifier
) -> None:
    service.next.append(said({"text": "no"}))

    classifier.classify(["flu", "shares"])

    assert classifier.meter.take() == (900, 120)
    assert classifier.meter.take() == (0, 0)


def test_words_are_not_weighed(service: FakeBedrock, classifier: BedrockClassifier) -> None:
    prediction, weights = explain(classifier, "flu season")

    assert (prediction.predicted_label, weights) == ("Health", [])
    assert len(service.asked) == 1


def test_nothing_or_nothing_in_it_costs_no_call(service: FakeBedrock, classifier: BedrockClassifier) -> None:
    assert classifier.classify([]) == []
    with pytest.raises(HeadlineError, match="headline 1: is empty"):
        classifier.classify(["flu", " "])
    assert service.asked == []


def test_settings_open_it(service: FakeBedrock, tmp_path: Path) -> None:
    settings: dict[str, Any] = {"backend": "bedrock", "bedrock": MODEL}
    artifact = str(make_artifact(tmp_path / "words", {"flu": (0.0, 4.0)}))

    of_artifact = open_classifier(ModelSettings(**settings, artifact=artifact, threshold=0.95))
    of_labels = open_classifier(ModelSettings(**settings, name="mood", labels={"Good": "Good", "Bad": "Bad"}))

    assert of_artifact.classify(["flu"])[0].needs_review
    assert of_artifact.labels == ("Business", "Health")
    assert (of_labels.labels, of_labels.version, of_labels.description.name) == (
        ("Good", "Bad"),
        MODEL,
        "mood",
    )
    with pytest.raises(SettingsError, match="BEDROCK_MODEL names no model"):
        open_classifier(ModelSettings(backend="bedrock"))


def test_no_headline_is_logged(
    service: FakeBedrock, classifier: BedrockClassifier, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        classifier.classify(["a secret"])

    assert "secret" not in caplog.text
