import json
import subprocess
import sys

import pytest

from handlers import classify
from handlers.common import classifiers
from handlers.common.classifiers import RETRY_AFTER, Shelf
from handlers.common.errors import ApiError
from handlers.common.settings import Settings
from model import ModelSettings
from tests.gateway import REQUEST_ID, Context, event

HEADLINE = "Fever vaccine"
FORMS = [{"headline": HEADLINE}, {"inputs": HEADLINE}, {"query": {"headline": HEADLINE}}]


class Broken:
    """A classifier that fails, and quotes the headline when it does."""

    def __init__(self, description):
        self.description = description
        self.labels = description.labels
        self.explainable = self

    def classify(self, headlines):
        raise RuntimeError(f"cannot read {headlines!r}")


@pytest.fixture
def broken(shelf, monkeypatch):
    classifier = Broken(shelf.default().description)
    monkeypatch.setattr(shelf, "default", lambda: classifier)


@pytest.fixture
def absent(tmp_path, monkeypatch):
    shelf = Shelf(lambda: Settings(ModelSettings(artifact=str(tmp_path / "absent"))))
    monkeypatch.setattr(classifiers, "shelf", shelf)


def error(status, body, code):
    assert body.keys() == {"error"}
    assert body["error"].keys() == {"code", "message", "details", "request_id"}
    assert body["error"]["code"] == code
    return status, body["error"]


@pytest.mark.parametrize("form", FORMS)
def test_one_headline_in_each_form(ask, shelf, form):
    expected = shelf.default().classify([HEADLINE])[0]

    status, body, answer = ask("POST", "/v1/classify", form)

    assert status == 200
    assert list(body) == [
        "predicted_label", "probabilities", "scores", "confidence", "needs_review", "truncated", "model",
    ]  # fmt: skip
    assert body["predicted_label"] == "Health"
    assert body["probabilities"] == expected.probabilities
    assert body["scores"] == expected.scores
    assert body["model"] == {"name": "words", "version": "0.1.0", "backend": "local"}
    assert answer["multiValueHeaders"]["Content-Type"] == ["application/json"]


def test_explanation_has_one_weight_per_word(ask):
    _, plain, _ = ask("POST", "/v1/classify", {"headline": HEADLINE})
    status, body, _ = ask("POST", "/v1/classify?explain=true", {"headline": HEADLINE})

    assert status == 200
    explanation = body.pop("explanation")
    assert [entry["word"] for entry in explanation] == ["Fever", "vaccine"]
    assert explanation[0]["weight"] > explanation[1]["weight"] > 0
    assert body == plain


def test_explanation_can_be_declined(ask):
    _, body, _ = ask("POST", "/v1/classify?explain=false", {"headline": HEADLINE})

    assert "explanation" not in body


def test_batch_keeps_the_order(ask):
    headlines = ["market shares", "fever", "shares"] * 40

    status, body, _ = ask("POST", "/v1/classify/batch", {"headlines": headlines})

    assert status == 200
    assert [one["predicted_label"] for one in body["predictions"]] == ["Business", "Health", "Business"] * 40


def test_named_model_answers_the_same(ask):
    _, expected, _ = ask("POST", "/v1/classify", {"headline": HEADLINE})

    assert ask("POST", "/v1/models/words/classify", {"headline": HEADLINE})[:2] == (200, expected)
    assert "explanation" in ask("POST", "/v1/models/words/classify?explain=true", {"inputs": HEADLINE})[1]


def test_models_are_described(ask):
    status, body, _ = ask("GET", "/v1/models")

    assert status == 200
    assert body["models"][0]["name"] == "words"
    assert body["models"][0]["labels"] == ["Business", "Health"]
    assert body["models"][0]["calibration"] == {"temperature": 1.0, "threshold": 0.8}
    assert body["models"][0]["metrics"] == {"valid": {"accuracy": 1.0}}
    assert ask("GET", "/v1/models/words")[1] == body["models"][0]


@pytest.mark.parametrize(
    ("method", "url"), [("GET", "/v1/models/other"), ("POST", "/v1/models/other/classify")]
)
def test_unknown_model_names_those_there_are(ask, method, url):
    status, body, _ = ask(method, url, {"headline": HEADLINE} if method == "POST" else None)

    status, problem = error(status, body, "not_found")
    assert status == 404
    assert problem["message"] == "there is no model 'other'; there are: words"


def test_health_names_the_model(ask):
    status, body, _ = ask("GET", "/v1/health")

    assert status == 200
    assert body == {"status": "ready", "model": {"name": "words", "version": "0.1.0", "backend": "local"}}


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "/v1/health"),
        ("GET", "/v1/models"),
        ("POST", "/v1/classify"),
        ("POST", "/v1/classify/batch"),
        ("POST", "/v1/models/words/classify"),
    ],
)
def test_missing_artifact_is_not_ready(absent, log, tmp_path, method, url):
    body = {"headlines": [HEADLINE]} if "batch" in url else {"headline": HEADLINE}

    answer = classify.handler(event(method, url, body), Context())

    status, problem = error(answer["statusCode"], json.loads(answer["body"]), "not_ready")
    assert status == 503
    assert problem["message"] == "the model is not ready"
    assert answer["multiValueHeaders"]["Retry-After"] == [str(RETRY_AFTER)]
    assert "ArtifactError" in log.getvalue()
    assert str(tmp_path) not in answer["body"] + log.getvalue()


@pytest.mark.parametrize("url", ["/v1/classify", "/v1/classify?explain=true", "/v1/classify/batch"])
def test_failing_model_is_a_bad_gateway(ask, broken, log, url):
    body = {"headlines": [HEADLINE]} if "batch" in url else {"headline": HEADLINE}

    status, body, answer = ask("POST", url, body)

    status, problem = error(status, body, "model_failed")
    assert status == 502
    assert problem == {
        "code": "model_failed", "message": "the model could not answer", "details": [], "request_id": REQUEST_ID,
    }  # fmt: skip
    assert "RuntimeError" in log.getvalue()
    assert HEADLINE not in answer["body"] + log.getvalue()


@pytest.mark.parametrize("event", [*FORMS, {"headline": f"  {HEADLINE}\n"}])
def test_direct_invocation_answers_the_bare_prediction(ask, event):
    _, expected, _ = ask("POST", "/v1/classify", {"headline": HEADLINE})

    assert json.loads(json.dumps(classify.handler(event, Context()))) == expected


def test_direct_invocation_takes_a_batch(ask):
    _, expected, _ = ask("POST", "/v1/classify/batch", {"headlines": ["fever", "shares"]})

    assert classify.handler({"headlines": ["fever", "shares"]}, Context()) == expected


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({}, "invalid_request: the request is not valid; headline: Field required"),
        ({"inputs": " "}, "inputs: String should have at least 1 character"),
        ({"query": {"headline": 7}}, "query.headline: Input should be a valid string"),
        ({"headlines": ["fine", ""]}, "headlines[1]: String should have at least 1 character"),
        ({"headlines": []}, "headlines: List should have at least 1 item"),
        ([HEADLINE], "body: Input should be a valid dictionary"),
        (HEADLINE, "body: Input should be a valid dictionary"),
        (None, "body: Input should be a valid dictionary"),
    ],
)
def test_direct_invocation_that_is_no_request_says_why(shelf, log, event, reason):
    with pytest.raises(ApiError) as refusal:
        classify.handler(event, Context())

    assert reason in str(refusal.value)
    assert HEADLINE not in str(refusal.value) + log.getvalue()


def test_direct_invocation_of_a_failing_model_does_not_quote_the_headline(broken, log):
    with pytest.raises(ApiError, match=r"^model_failed: the model could not answer$") as refusal:
        classify.handler({"headline": HEADLINE}, Context())

    assert refusal.value.__suppress_context__
    assert refusal.value.__cause__ is None
    assert HEADLINE not in log.getvalue()


def test_log_line_counts_and_does_not_quote(ask, log):
    ask("POST", "/v1/classify", {"headline": HEADLINE})
    ask("POST", "/v1/classify", {"headline": HEADLINE, "secret": "hunter2"})
    ask("POST", "/v1/classify", '{"headline": "Fever vacc')

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["status"] for line in lines] == [200, 400, 400]
    assert lines[0]["route"] == "POST /v1/classify"
    assert lines[0]["headlines"] == 1
    assert lines[0]["characters"] == len(HEADLINE)
    assert {line["correlation_id"] for line in lines} == {REQUEST_ID}
    assert "headlines" not in lines[1]
    assert "Fever" not in log.getvalue()
    assert "hunter2" not in log.getvalue()


def test_openapi_tells_the_stage_it_is_mounted_at(ask):
    assert ask("GET", "/openapi.json", stage="dev")[1]["servers"] == [{"url": "/dev"}]

    own_domain = event("GET", "/openapi.json")
    own_domain["requestContext"]["path"] = "/openapi.json"
    assert json.loads(classify.handler(own_domain, Context())["body"])["servers"] == [{"url": "/"}]


def test_docs_need_nothing_from_elsewhere(shelf):
    answer = classify.handler(event("GET", "/docs"), Context())

    assert answer["statusCode"] == 200
    assert answer["multiValueHeaders"]["Content-Type"] == ["text/html; charset=utf-8"]
    page = answer["body"]
    assert "SwaggerUIBundle" in page
    assert "Classify one headline" in page
    assert not [
        tag for tag in ("<script src", "<link ", "@import", "<img ") if tag in page.split("<script>")[0]
    ]
    assert "<script src" not in page


def test_request_path_leaves_heavy_libraries_alone(artifact):
    code = "import sys, handlers.classify; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"MODEL_ARTIFACT": str(artifact), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = set(run.stdout.split())
    assert "onnxruntime" in loaded
    assert not loaded & {
        "boto3", "aws_xray_sdk", "torch", "transformers", "flask", "handlers.common.documentation",
        "handlers.feedback",
        "pydantic", "aws_lambda_powertools.event_handler",
    }  # fmt: skip
