"""The API over HTTP with models that run elsewhere, on servers that speak as AWS does."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fake_bedrock import FakeBedrock, filed
from tests.fake_endpoint import FakeEndpoint
from tests.fake_service import Answer, error
from tests.started_api import started_api

SURE, UNSURE = "New treatment for ADHD discovered", "Report"
THRESHOLD = 0.85
SCORES = [
    {"label": "LABEL_2", "score": 0.7},
    {"label": "LABEL_1", "score": 0.2},
    {"label": "LABEL_0", "score": 0.1},
]


@pytest.fixture(scope="module")
def bedrock():
    return FakeBedrock(lambda headline: filed("Business", 0.9))


@pytest.fixture(scope="module")
def client(bedrock, node, tmp_path_factory):
    endpoint = FakeEndpoint(lambda headlines: Answer(body=json.dumps([SCORES] * len(headlines)).encode()))
    cascade = ("backend=cascade", f"cascadeThreshold={THRESHOLD}", "cascadePerMinute=40")
    started = started_api(tmp_path_factory.mktemp("api"), "models=news,sentiment", *cascade)
    with bedrock.serving(), endpoint.serving(), started as api, api.client() as client:
        yield client


def test_the_headlines_are_on_either_side_of_the_threshold(classifier):
    sure, unsure = classifier.classify([SURE, UNSURE])

    assert sure.confidence > THRESHOLD > unsure.confidence


def test_each_answer_says_who_decided(client):
    answer = client.post("/v1/classify/batch", json={"headlines": [SURE, UNSURE]})

    assert answer.status_code == 200
    sure, unsure = answer.json()["predictions"]
    assert (sure["predicted_label"], sure["model"]["backend"]) == ("Health", "local")
    assert (unsure["predicted_label"], unsure["model"]["backend"]) == ("Business", "bedrock")
    assert unsure["model"]["version"] == "amazon.nova-micro-v1:0"
    assert unsure["calibrated"] is False
    assert "calibrated" not in sure


def test_the_service_says_what_it_serves(client):
    health = client.get("/v1/health").json()
    models = client.get("/v1/models").json()["models"]

    assert (health["status"], health["model"]["backend"]) == ("ready", "cascade")
    assert [(one["name"], one["backend"]) for one in models] == [
        ("news", "cascade"),
        ("sentiment", "sagemaker"),
    ]


def test_the_model_of_the_hub_answers_by_its_name(client):
    answer = client.post("/v1/models/sentiment/classify", json={"headline": SURE})

    assert answer.status_code == 200
    assert answer.json()["predicted_label"] == "Positive"
    assert answer.json()["scores"] == {"Negative": 0.1, "Neutral": 0.2, "Positive": 0.7}
    assert answer.json()["model"]["backend"] == "sagemaker"


def test_an_unknown_name_is_told_those_there_are(client):
    answer = client.post("/v1/models/mood/classify", json={"headline": SURE})

    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == "there is no model 'mood'; there are: news, sentiment"


def test_whatever_becomes_of_the_stronger_model_there_is_an_answer(client, bedrock):
    bedrock.next.extend([error(403, "AccessDeniedException")] * 2)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: client.post("/v1/classify", json={"headline": UNSURE}), range(100)))

    assert {answer.status_code for answer in answers} == {200}
    found = [answer.json() for answer in answers]
    backends = [one["model"]["backend"] for one in found]
    assert set(backends) == {"local", "bedrock"}  # failed twice, and more often than it may be asked
    assert all(one["needs_review"] for one in found if one["model"]["backend"] == "local")
