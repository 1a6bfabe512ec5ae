"""Promotions while requests go on: the command writes the pointer, and the function answers with its release."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest

from handlers import classify
from handlers.common import classifiers
from handlers.common.classifiers import Shelf
from handlers.common.settings import Settings
from model import ModelSettings
from model.expectation import expect
from tests.answering import answers
from tests.clock import Clock
from tests.function_log import captured_log
from tests.gateway import Context, event
from tests.stages import TURNED, WORDS, make_release
from training.release.__main__ import main

BUCKET = "releases-that-are-followed"
STORE = f"s3://{BUCKET}/a/prefix"
POINTER = f"{STORE}/models/words/stages/prod.json"
LABELS = {"1.0.0": "Health", "1.1.0": "Business"}
"""What each release takes a fever for."""
REFRESH = ModelSettings().refresh
CALLERS = 8


@pytest.fixture(scope="module")
def store(aws, tmp_path_factory):
    """A store with two releases, which boto3 finds by the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws.environment.items():
            patch.setenv(name, value)
        patch.setenv("AWS_DEFAULT_REGION", aws.environment["AWS_REGION"])
        patch.setattr(boto3, "DEFAULT_SESSION", None)
        client = aws.client("s3")
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        folder = tmp_path_factory.mktemp("releases")
        for version, words in (("1.0.0", WORDS), ("1.1.0", TURNED), ("1.2.0", WORDS)):
            release = make_release(folder, version, words)
            said = answers([row % 10 > 0 for row in range(100)])
            (release / "answers.json").write_bytes(said.to_json())
            assert main(["publish", str(release), "--store", STORE]) == 0
        network = "a/prefix/models/words/1.2.0/model.onnx"
        client.put_object(Bucket=BUCKET, Key=network, Body=b"not what was published")
        yield client


def promote(version, *more):
    assert main(["promote", "words", version, "--stage", "prod", "--store", STORE, *more]) == 0


@pytest.fixture
def stage(store, monkeypatch):
    """The function at a stage that has 1.0.0, and its clock."""
    promote("1.0.0")
    clock = Clock()
    settings = Settings(ModelSettings(artifact=POINTER))
    monkeypatch.setattr(classifiers, "shelf", Shelf(lambda: settings, clock, clock.sleep, time_of_day=clock))
    return clock


@pytest.fixture
def log():
    with captured_log() as stream:
        yield stream


def ask(method="POST", url="/v1/classify", body=None, **more):
    answer = classify.handler(event(method, url, body, **more), Context())
    return answer["statusCode"], json.loads(answer["body"])


def answered(**more):
    """Return which release answers, and what."""
    status, body = ask(body={"headline": "fever"}, **more)
    assert status == 200, body
    return body["model"]["version"], body["predicted_label"]


def versions():
    """Return which release each route speaks of."""
    health, models, one = (ask("GET", url)[1] for url in ("/v1/health", "/v1/models", "/v1/models/words"))
    return {health["model"]["version"], models["models"][0]["version"], one["version"]}


def test_a_promotion_and_a_rollback_are_followed_without_a_restart(stage, capsys):
    assert answered() == ("1.0.0", "Health")

    promote("1.1.0")
    assert answered() == ("1.0.0", "Health")
    stage.now += REFRESH
    assert answered() == ("1.1.0", "Business")
    assert versions() == {"1.1.0"}
    assert (
        expect(ModelSettings(artifact=POINTER)) is None
    )  # of the release, which has no figures of validation

    assert main(["rollback", "words", "--stage", "prod", "--store", STORE]) == 0
    stage.now += REFRESH
    assert answered() == ("1.0.0", "Health")
    assert versions() == {"1.0.0"}


def test_no_request_fails_or_is_answered_by_two_models_while_releases_change(stage, capsys):
    stop, seen, failures = threading.Event(), [], []

    def call():
        while not stop.is_set():
            status, body = ask(url="/v1/classify?explain=true", body={"headline": "fever"})
            if status != 200:
                failures.append(body)
                continue
            word = body["explanation"][0]
            seen.append((body["model"]["version"], body["predicted_label"], word["weight"] > 0))

    with ThreadPoolExecutor(CALLERS) as callers:
        calls = [callers.submit(call) for _ in range(CALLERS)]
        try:
            for version in ("1.1.0", "1.0.0") * 2:
                promote(version)
                stage.now += REFRESH
                before = len(seen)
                while (version, LABELS[version], True) not in seen[before:]:
                    assert not failures
                    assert not any(one.done() for one in calls)
                    time.sleep(0.01)
        finally:
            stop.set()

    assert not any(one.exception() for one in calls)
    assert failures == []
    assert set(seen) == {("1.0.0", "Health", True), ("1.1.0", "Business", True)}


def test_a_release_that_is_not_what_was_published_leaves_the_one_before(stage, store, log, capsys):
    assert answered() == ("1.0.0", "Health")
    digest = json.loads(
        store.get_object(Bucket=BUCKET, Key="a/prefix/models/words/1.2.0/claim.json")["Body"].read()
    )
    content = {"name": "words", "version": "1.2.0", "manifest": digest["files"]["manifest.json"]["sha256"]}
    key = "a/prefix/models/words/stages/prod.json"
    promoted = store.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    store.put_object(Bucket=BUCKET, Key=key, Body=json.dumps(content).encode())  # past the gates

    for _ in range(3):
        stage.now += REFRESH
        assert answered() == ("1.0.0", "Health")

    errors = [one for one in map(json.loads, log.getvalue().splitlines()) if one["level"] == "ERROR"]
    assert [one["message"] for one in errors] == [
        "the release cannot be opened, the one before answers: words 1.2.0, ArtifactError"
    ]
    assert errors[0]["service"]
    assert BUCKET not in log.getvalue()
    store.put_object(Bucket=BUCKET, Key=key, Body=promoted)


def test_a_release_that_is_not_what_was_published_is_not_promoted(stage, capsys):
    assert main(["promote", "words", "1.2.0", "--stage", "prod", "--store", STORE]) == 1

    assert "FAILED  hash: model.onnx has SHA-256" in capsys.readouterr().out
    stage.now += REFRESH
    assert answered() == ("1.0.0", "Health")


def test_without_an_answer_of_s3_the_last_release_goes_on(stage, monkeypatch, log):
    assert answered() == ("1.0.0", "Health")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    stage.now += REFRESH
    assert answered() == ("1.0.0", "Health")
    assert "the pointer cannot be read, its last release answers" in log.getvalue()


def test_two_releases_are_compared_by_the_answers_that_they_were_published_with(store, capsys):
    assert main(["compare", "1.0.0", "1.1.0", "--name", "words", "--store", STORE]) == 0

    assert (
        "no difference in accuracy that these 100 headlines can tell from chance" in capsys.readouterr().out
    )
