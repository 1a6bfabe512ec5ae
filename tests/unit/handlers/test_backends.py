"""The same routes, on models that run elsewhere."""

import json

import pytest

from handlers import classify
from handlers.common import classifiers
from handlers.common.classifiers import Shelf
from handlers.common.settings import Settings
from tests.fake_bedrock import FakeBedrock, filed, said
from tests.fake_endpoint import FakeEndpoint
from tests.fake_service import Answer, error
from tests.gateway import REQUEST_ID, Context, event
from tests.prompt_injections import INJECTIONS

MODEL = "amazon.nova-micro-v1:0"
SENTIMENT = {
    "backend": "sagemaker",
    "endpoint": "newsdesk-dev-sentiment",
    "version": "a/model",
    "labels": {"LABEL_0": "Negative", "LABEL_1": "Positive"},
    "threshold": 0.6,
}


@pytest.fixture
def ask(artifact, monkeypatch):
    """Ask the function in an environment; returns status and body."""

    def start(environment):
        settings = Settings.from_environment({"MODEL_ARTIFACT": str(artifact), **environment})
        monkeypatch.setattr(classifiers, "shelf", Shelf(lambda: settings))

        def ask(method, url, body=None):
            answer = classify.handler(event(method, url, body), Context())
            return answer["statusCode"], json.loads(answer["body"])

        return ask

    return start


@pytest.fixture
def bedrock():
    service = FakeBedrock(lambda headline: filed("Health", 0.9))
    with service.serving():
        yield service


@pytest.fixture
def on_bedrock(ask, bedrock):
    return ask({"MODEL_BACKEND": "bedrock", "BEDROCK_MODEL": MODEL})


def test_bedrock_says_that_it_is_not_calibrated(on_bedrock):
    status, one = on_bedrock("POST", "/v1/classify", {"headline": "fever"})
    _, many = on_bedrock("POST", "/v1/classify/batch", {"headlines": ["fever", "fever"]})
    _, explained = on_bedrock("POST", "/v1/classify?explain=true", {"headline": "fever"})

    assert status == 200
    assert one == {
        "predicted_label": "Health",
        "probabilities": [[0.1, 0.9]],
        "scores": {"Business": 0.1, "Health": 0.9},
        "confidence": 0.9,
        "needs_review": False,
        "truncated": False,
        "model": {"name": "words", "version": MODEL, "backend": "bedrock"},
        "calibrated": False,
    }
    assert many == {"predictions": [one, one]}
    assert explained == one


def test_direct_invocation_says_so_too(on_bedrock):
    assert classify.handler({"inputs": "fever"}, Context())["calibrated"] is False


def test_our_own_models_say_nothing_of_it(ask):
    _, one = ask({})("POST", "/v1/classify", {"headline": "fever"})
    _, many = ask({})("POST", "/v1/classify/batch", {"headlines": ["fever"]})

    assert "calibrated" not in one
    assert many == {"predictions": [one]}


def test_what_is_known_of_it_is_told(on_bedrock):
    _, found = on_bedrock("GET", "/v1/models/words")

    assert found == {
        "name": "words",
        "version": MODEL,
        "backend": "bedrock",
        "labels": ["Business", "Health"],
        "base": MODEL,
        "calibration": {"temperature": None, "threshold": 0.8},
        "max_length": None,
        "metrics": {},
        "quantisation": None,
    }


@pytest.mark.parametrize("injection", INJECTIONS)
def test_a_model_that_obeys_a_headline_answers_nothing(on_bedrock, bedrock, injection, log):
    bedrock.next.extend([said({"text": injection}, stop="end_turn")] * 2)

    status, body = on_bedrock("POST", "/v1/classify", {"headline": injection})

    assert (status, body["error"]["code"]) == (502, "model_failed")
    assert len(bedrock.asked) == 2
    assert injection not in json.dumps(body) + log.getvalue()


def test_tokens_are_a_metric_those_of_a_failure_too(on_bedrock, bedrock, capsys, monkeypatch):
    monkeypatch.delenv("POWERTOOLS_METRICS_DISABLED", raising=False)
    bedrock.next.extend([said({"text": "no"})] * 2)

    on_bedrock("POST", "/v1/classify", {"headline": "fever"})
    on_bedrock("POST", "/v1/classify/batch", {"headlines": ["fever", "fever", "fever"]})

    blobs = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "InputTokens" in line]
    assert [(blob["InputTokens"], blob["OutputTokens"]) for blob in blobs] == [([600], [80]), ([900], [120])]
    assert {(blob["model"], blob["backend"]) for blob in blobs} == {("words", "bedrock")}


@pytest.fixture
def cascade(ask, bedrock):
    return ask({"MODEL_BACKEND": "cascade", "BEDROCK_MODEL": MODEL, "CASCADE_THRESHOLD": "0.8"})


def test_a_cascade_says_who_decided(cascade):
    _, found = cascade("POST", "/v1/classify/batch", {"headlines": ["fever", "nothing known"]})
    _, health = cascade("GET", "/v1/health")

    assert [one["model"]["backend"] for one in found["predictions"]] == ["local", "bedrock"]
    assert ["calibrated" in one for one in found["predictions"]] == [False, True]
    assert health["model"]["backend"] == "cascade"


def test_a_cascade_answers_whatever_the_stronger_model_does(cascade, bedrock):
    bedrock.next.append(error(403, "AccessDeniedException"))

    status, found = cascade("POST", "/v1/classify", {"headline": "nothing known"})

    assert (status, found["model"]["backend"], found["needs_review"]) == (200, "local", True)


def test_why_the_stronger_model_did_not_answer_is_in_the_log_of_the_request(cascade, bedrock, log):
    bedrock.next.append(error(403, "AccessDeniedException"))

    cascade("POST", "/v1/classify", {"headline": "nothing known"})

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    (line,) = (line for line in lines if "stronger" in line["message"])
    assert line["level"] == "WARNING"
    assert line["message"] == (
        f"1 of 1 answered without the stronger backend: Bedrock's {MODEL} failed (AccessDeniedException)"
    )
    assert (line["service"], line["correlation_id"]) == ("newsdesk", REQUEST_ID)


def test_what_a_cascade_escalates_is_counted(cascade, capsys, monkeypatch):
    monkeypatch.delenv("POWERTOOLS_METRICS_DISABLED", raising=False)

    cascade("POST", "/v1/classify/batch", {"headlines": ["fever", "shares", "nothing known"]})

    blobs = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"Headlines"' in line]
    assert {blob["backend"]: blob["Headlines"] for blob in blobs} == {"local": [2], "bedrock": [1]}


def test_another_model_has_its_own_backend_and_labels(ask):
    rows = [{"label": "LABEL_1", "score": 0.75}, {"label": "LABEL_0", "score": 0.25}]
    service = FakeEndpoint(lambda headlines: Answer(body=json.dumps([rows] * len(headlines)).encode()))
    with service.serving():
        ask = ask({"MODELS": json.dumps({"words": {}, "sentiment": SENTIMENT})})

        status, found = ask("POST", "/v1/models/sentiment/classify", {"headline": "fever is over"})
        _, listed = ask("GET", "/v1/models")
        _, described = ask("GET", "/v1/models/sentiment")
        unknown, refused = ask("POST", "/v1/models/mood/classify", {"headline": "fever"})

    assert (status, found["predicted_label"]) == (200, "Positive")
    assert found["scores"] == {"Negative": 0.25, "Positive": 0.75}
    assert found["model"] == {"name": "sentiment", "version": "a/model", "backend": "sagemaker"}
    assert [(one["name"], one["backend"]) for one in listed["models"]] == [
        ("words", "local"), ("sentiment", "sagemaker"),
    ]  # fmt: skip
    assert described == listed["models"][1]
    assert unknown == 404
    assert refused["error"]["message"] == "there is no model 'mood'; there are: words, sentiment"
