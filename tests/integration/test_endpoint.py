"""The container side of a SageMaker endpoint: the built tarball in SageMaker's own model server, over HTTP."""

import csv
import json
import os
import subprocess
import sys
import tarfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from benchmarks.model_server.server import PATIENCE, unpack
from model.backends.sagemaker import SageMakerClassifier
from model.container.media import CSV, JSON_LINES, PREDICTIONS
from tests.fake_endpoint import ForwardingEndpoint
from tests.model_server.server import ObservedServer, need_model_server
from tests.started_api import ROOT
from training.labelled_file import read_labelled
from training.release import Target, build_tarball, fetch_wheels

CONCURRENT = 500
BELOW = 2e-6
"""How far two answers to the same headline may be apart: rounding, in the last digit that is kept."""


@pytest.fixture(scope="module")
def tarball(tmp_path_factory) -> Path:
    need_model_server()
    folder = tmp_path_factory.mktemp("tarball")
    wheels = fetch_wheels(folder, Target.here())
    build_tarball(ROOT / "model/release", wheels, folder / "model.tar.gz")
    return folder / "model.tar.gz"


@pytest.fixture(scope="module")
def server(tarball, tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    unpack(tarball, folder)
    with ObservedServer(folder) as server:
        yield server


@pytest.fixture(scope="module")
def endpoint(server):
    with server.client() as client:
        yield client


@pytest.fixture(scope="module")
def headlines(classifier) -> list[str]:
    split, _ = read_labelled(ROOT / "training/headlines/elsewhere.tsv", classifier.labels)
    return split.texts


def invoke(endpoint: httpx.Client, body: str | bytes, kind: str, accept: str | None = None) -> httpx.Response:
    headers = {"content-type": kind} | ({"accept": accept} if accept else {})
    return endpoint.post("/invocations", content=body, headers=headers)


def test_it_is_alive(endpoint: httpx.Client) -> None:
    assert endpoint.get("/ping").status_code == 200


def test_one_headline_gets_the_originals_answer(endpoint: httpx.Client, classifier) -> None:
    (expected,) = classifier.classify(["New treatment for ADHD discovered"])

    answer = endpoint.post("/invocations", json={"inputs": "New treatment for ADHD discovered"})

    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {"predicted_label": "Health", "probabilities": expected.probabilities}


def test_every_answer_is_that_of_the_local_backend(
    endpoint: httpx.Client, classifier, headlines: list[str]
) -> None:
    expected = classifier.classify(headlines)

    found = endpoint.post("/invocations", json={"inputs": headlines}).json()

    assert found["predicted_label"] == [prediction.predicted_label for prediction in expected]
    for row, prediction in zip(found["probabilities"], expected, strict=True):
        assert row == pytest.approx(prediction.probabilities[0], abs=BELOW)


def test_our_own_backend_gets_whole_predictions(endpoint: httpx.Client, classifier) -> None:
    answer = invoke(endpoint, '{"inputs": ["Fed lifts rates"]}', "application/json", PREDICTIONS)

    (found,) = answer.json()["predictions"]
    (expected,) = classifier.classify(["Fed lifts rates"])
    assert found["scores"] == expected.scores
    assert (found["confidence"], found["needs_review"]) == (expected.confidence, expected.needs_review)


def test_the_sagemaker_backend_answers_as_the_local_one(
    endpoint: httpx.Client, classifier, headlines: list[str]
) -> None:
    with ForwardingEndpoint(endpoint).serving():
        found = SageMakerClassifier("news", classifier.manifest).classify(headlines)

    for remote, local in zip(found, classifier.classify(headlines), strict=True):
        assert remote.model == replace(local.model, backend="sagemaker")
        assert (remote.predicted_label, remote.needs_review, remote.truncated) == (
            local.predicted_label,
            local.needs_review,
            local.truncated,
        )
        assert remote.probabilities[0] == pytest.approx(local.probabilities[0], abs=BELOW)


@pytest.mark.parametrize("accept", [None, JSON_LINES])
def test_json_lines_are_answered_line_by_line(endpoint: httpx.Client, accept: str | None) -> None:
    body = '{"inputs": "Fed lifts rates"}\n{"inputs": ""}\n"New flu vaccine approved"\n'

    answer = invoke(endpoint, body, "application/jsonlines", accept)

    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line.get("predicted_label") for line in lines] == ["Business", None, "Health"]
    assert lines[1]["error"]["message"] == "line 2 is empty"


def test_csv_is_answered_row_by_row(endpoint: httpx.Client, classifier) -> None:
    answer = invoke(endpoint, '"Fed lifts rates, again"\na,b\n', "text/csv", CSV)

    rows = list(csv.reader(answer.text.splitlines()))
    (expected,) = classifier.classify(["Fed lifts rates, again"])
    assert answer.headers["content-type"] == "text/csv"
    assert rows[0] == ["Business", *map(str, expected.probabilities[0]), ""]
    assert rows[1][:-1] == [""] * 5
    assert "row 2 has 2 columns" in rows[1][-1]


@pytest.mark.parametrize(
    ("body", "kind", "accept", "expected"),
    [
        ("{", "application/json", None, (400, "invalid_request")),
        ('{"inputs": 7}', "application/json", None, (400, "invalid_request")),
        ('{"inputs": ""}', "application/json", None, (400, "invalid_request")),
        (b"\x89PNG", "image/png", None, (415, "unsupported_media_type")),
        ('{"inputs": "flu"}', "application/json", "image/png", (406, "not_acceptable")),
    ],
)
def test_a_bad_request_is_told_what_is_wrong(
    endpoint: httpx.Client, body: str | bytes, kind: str, accept: str | None, expected: tuple[int, str]
) -> None:
    answer = invoke(endpoint, body, kind, accept)

    assert (answer.status_code, answer.json()["error"]["code"]) == expected
    assert answer.json()["error"]["message"]


def test_what_is_too_large_is_refused(server: ObservedServer, endpoint: httpx.Client) -> None:
    worker = server.worker()
    body = json.dumps({"inputs": "a" * 7_000_000})

    try:
        status = invoke(endpoint, body, "application/json").status_code
    except httpx.TransportError:  # it may cut the connection before all of it was sent
        status = 413

    assert status == 413
    assert endpoint.post("/invocations", json={"inputs": "flu"}).is_success
    assert server.worker().pid == worker.pid


def test_many_at_once_are_answered_as_one_alone(
    server: ObservedServer, classifier, headlines: list[str]
) -> None:
    asked = [headlines[number % len(headlines)] for number in range(CONCURRENT)]
    expected = dict(zip(headlines, classifier.classify(headlines), strict=True))
    all_there = threading.Barrier(CONCURRENT)

    def ask(headline: str) -> tuple[int, dict]:
        with server.client() as client:
            all_there.wait(PATIENCE)
            answer = client.post("/invocations", json={"inputs": headline})
            return answer.status_code, answer.json()

    with ThreadPoolExecutor(CONCURRENT) as pool:
        answers = list(pool.map(ask, asked))

    for headline, (status, found) in zip(asked, answers, strict=True):
        assert status == 200
        assert found["predicted_label"] == expected[headline].predicted_label
        assert found["probabilities"][0] == pytest.approx(expected[headline].probabilities[0], abs=BELOW)


def test_a_worker_that_dies_is_replaced_and_no_answer_is_wrong(
    server: ObservedServer, classifier, headlines: list[str]
) -> None:
    expected = dict(zip(headlines, classifier.classify(headlines), strict=True))
    over, answers = threading.Event(), []

    def load(start: int) -> None:
        with server.client() as client:
            for number in range(start, 1_000_000):
                if over.is_set():
                    return
                headline = headlines[number % len(headlines)]
                answer = client.post("/invocations", json={"inputs": headline})
                answers.append((time.monotonic(), headline, answer.status_code, answer.text))

    with ThreadPoolExecutor(4) as pool:
        try:
            loads = [pool.submit(load, start) for start in range(0, 400, 100)]
            time.sleep(1)
            worker = server.worker()
            worker.kill()
            killed = time.monotonic()
            while not any(at > killed + 1 and status == 200 for at, _, status, _ in list(answers)):
                assert time.monotonic() < killed + PATIENCE, "it did not recover"
                time.sleep(0.2)
        finally:
            over.set()
        for done in loads:
            done.result()

    statuses = {status for _, _, status, _ in answers}
    assert 200 in statuses
    assert all(status == 200 or status >= 500 for status in statuses), statuses
    for _, headline, status, text in answers:
        if status == 200:
            found = json.loads(text)
            assert found["probabilities"][0] == pytest.approx(expected[headline].probabilities[0], abs=BELOW)
    assert server.worker().pid != worker.pid


def test_the_tarball_needs_no_other_library(tarball: Path, tmp_path: Path) -> None:
    with tarfile.open(tarball) as tar:
        tar.extractall(tmp_path, filter="data")
    script = (
        "import sys; sys.path.insert(0, sys.argv[1] + '/code'); import inference as i; "
        'model = i.model_fn(sys.argv[1]); request = i.input_fn(\'{"inputs": "New flu vaccine"}\', None); '
        "print(i.output_fn(i.predict_fn(request, model), None))"
    )

    # -I and -S: no library of this environment is to be found.
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script, str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["predicted_label"] == "Health"
