"""The zip of the functions, run as Lambda runs it: Python 3.13, a read-only folder, the real runtime client."""

import json
import os
import stat
import subprocess
import zipfile
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from benchmarks.lambda_function import MOST_BYTES
from infrastructure.bundle.build import build_bundle
from infrastructure.bundle.contents import FUNCTIONS
from infrastructure.bundle.libraries import read_pins
from infrastructure.debian import PYTHON
from tests.gateway import REQUEST_ID, event
from tests.lambda_api import serving_lambda
from tests.started_api import ROOT
from training.labelled_file import read_labelled
from training.release import Target

CLASSIFY = "handlers/classify.handler"
HEADLINE = "New treatment for ADHD discovered"
SECRET = "An unheard-of headline"
INVOKES, EMULATED = 1_000, 100
"""How many in a row; an emulated answer takes many times as long."""


# Of what does not depend on the processor, once is enough.
native_alone = pytest.mark.parametrize("architecture", ["native"], indirect=True, scope="module")


@pytest.fixture(scope="module")
def below(architecture):
    """How far two answers to the same headline may be apart.

    Another processor rounds otherwise, and now and then that tips one of the 8-bit numbers that follow.
    """
    return 2e-6 if architecture == Target.here().architecture else 0.03


@pytest.fixture(scope="module")
def bundle(interpreter, target, node, tmp_path_factory):
    return build_bundle(tmp_path_factory.mktemp("bundle") / "bundle.zip", target, interpreter)


@pytest.fixture(scope="module")
def classify(start):
    return start(CLASSIFY)


def test_it_has_our_code_the_model_the_pinned_libraries_and_their_bytecode(bundle):
    names = set(zipfile.ZipFile(bundle.path).namelist())

    assert bundle.sizes.keys() == {"handlers", "model", *read_pins(FUNCTIONS.requirements)}
    assert {"handlers/classify.py", "handlers/templates/page.html", "model/release/model.onnx"} <= names
    sources = {name for name in names if name.endswith(".py")}
    compiled = {name for name in names if name.endswith(f".cpython-{PYTHON.replace('.', '')}.pyc")}
    assert len(compiled) == len(sources)
    assert not [
        name for name in names if name.split("/")[0] in {"boto3", "botocore", "jwt", "torch", "training"}
    ]


@native_alone
def test_the_same_input_gives_the_same_bytes(bundle, interpreter, target, tmp_path):
    again = build_bundle(tmp_path / "again.zip", target, interpreter)

    assert again.path.read_bytes() == bundle.path.read_bytes()


def test_all_may_read_it(bundle):
    for entry in zipfile.ZipFile(bundle.path).infolist():
        assert stat.S_IMODE(entry.external_attr >> 16) == 0o644


def test_a_direct_event_is_answered_as_by_the_local_model(classify, classifier, below):
    outcome = classify.invoke({"inputs": HEADLINE})

    (expected,) = classifier.classify([HEADLINE])
    assert outcome.kind == "response"
    assert outcome.answer["predicted_label"] == expected.predicted_label
    assert outcome.answer["probabilities"][0] == pytest.approx(expected.probabilities[0], abs=below)


def test_an_event_of_the_gateway_is_answered_with_a_response(classify):
    outcome = classify.invoke(event("POST", "/v1/classify", {"headline": HEADLINE}))

    assert outcome.kind == "response"
    assert outcome.answer["statusCode"] == 200
    assert json.loads(outcome.answer["body"])["predicted_label"] == "Health"


@pytest.mark.parametrize("path", ["/v1/models", "/v1/health", "/openapi.json", "/docs"])
def test_every_open_page_of_it_is_there(classify, path):
    outcome = classify.invoke(event("GET", path))

    assert outcome.answer["statusCode"] == 200


def test_the_page_is_served_by_its_own_function(start):
    web = start("handlers/web.handler")

    answer = web.invoke(event("GET", "/")).answer

    assert answer["statusCode"] == 200
    assert "Newsdesk" in answer["body"]


@native_alone
def test_drift_is_measured_by_its_own_function(start):
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        aws = {"AWS_ENDPOINT_URL": f"http://{host}:{port}"}
        drift = start("handlers/drift.handler", AWS_ACCESS_KEY_ID="any", AWS_SECRET_ACCESS_KEY="any", **aws)

        outcome = drift.invoke({"source": "aws.events"})
    finally:
        server.stop()

    assert (outcome.kind, outcome.answer) == ("response", None)
    assert '"message":"too few predictions"' in drift.output


@native_alone
def test_a_correction_is_kept_by_its_own_function(start):
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        credentials = {"aws_access_key_id": "any", "aws_secret_access_key": "any"}
        table = boto3.client(
            "dynamodb", endpoint_url=f"http://{host}:{port}", region_name="us-east-1", **credentials
        )
        table.create_table(
            TableName="corrections",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        )
        feedback = start(
            "handlers/feedback.handler",
            AWS_ENDPOINT_URL=f"http://{host}:{port}",
            FEEDBACK_TABLE="corrections",
            **{name.upper(): value for name, value in credentials.items()},
        )
        said = event("POST", "/v1/feedback", {"headline": SECRET, "label": "Business"})

        answers = [feedback.invoke(said).answer for _ in range(2)]
        kept = table.scan(TableName="corrections")["Items"]
    finally:
        server.stop()

    assert [answer["statusCode"] for answer in answers] == [201, 200]
    assert [item["label"]["S"] for item in kept] == ["Business"]
    assert SECRET not in str(kept) + feedback.output


def test_many_in_a_row_are_answered_as_by_the_local_model(classify, classifier, architecture, below):
    split, _ = read_labelled(ROOT / "training/headlines/elsewhere.tsv", classifier.labels)
    count = INVOKES if architecture == Target.here().architecture else EMULATED
    headlines = [split.texts[number % len(split.texts)] for number in range(count)]
    expected = dict(zip(split.texts, classifier.classify(split.texts), strict=True))
    starts = classify.starts

    for headline in headlines:
        outcome = classify.invoke({"headline": headline})
        assert outcome.kind == "response"
        assert outcome.answer["predicted_label"] == expected[headline].predicted_label
        assert outcome.answer["probabilities"][0] == pytest.approx(
            expected[headline].probabilities[0], abs=below
        )

    assert classify.starts == starts


def test_a_bad_event_is_an_error_that_does_not_repeat_it(classify):
    outcome = classify.invoke({"headlines": [SECRET, ""]})

    assert outcome.kind == "error"
    assert outcome.answer["errorType"] == "ApiError"
    assert "headlines[1]" in outcome.answer["errorMessage"]
    assert SECRET not in outcome.body.decode() + classify.output


def test_the_largest_event_is_refused_in_words(classify):
    body = json.dumps({"headline": "x" * (MOST_BYTES - 2_000)})

    outcome = classify.invoke(event("POST", "/v1/classify", body))

    assert outcome.answer["statusCode"] == 413
    assert json.loads(outcome.answer["body"])["error"]["code"] == "payload_too_large"
    with pytest.raises(ValueError, match="more than the"):
        classify.invoke({"inputs": "x" * MOST_BYTES})


@pytest.fixture
def invoke(sls, classify):
    """`sls invoke -f classify`, whose Lambda runs the bundle."""

    def invoke(data):
        with serving_lambda(classify, "newsdesk-dev-classify") as address:
            account = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
            return subprocess.run(
                [sls, "invoke", "-f", "classify", "-d", json.dumps(data)],
                cwd=ROOT,
                env=os.environ | account | {"AWS_ENDPOINT_URL_LAMBDA": address, "NODE_NO_WARNINGS": "1"},
                capture_output=True,
                text=True,
                check=False,
            )

    return invoke


def test_sls_invoke_prints_the_prediction(invoke):
    done = invoke({"inputs": HEADLINE})

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["predicted_label"] == "Health"


@native_alone
def test_sls_invoke_says_what_is_wrong(invoke):
    done = invoke({"inputs": ""})

    assert done.returncode != 0
    assert "invalid_request: the request is not valid; inputs: String should have" in done.stdout
    assert "Invoked function failed" in done.stdout


def test_a_snapshot_is_taken_with_all_in_it_and_its_copy_answers(start):
    function = start(CLASSIFY, snap_start=True)

    assert function.snapshots == 1
    assert function.invoke({"inputs": HEADLINE}).answer["predicted_label"] == "Health"
    assert function.invoke(event("GET", "/v1/models")).answer["statusCode"] == 200
    assert function.starts == 1


@native_alone
def test_no_snapshot_is_taken_without_the_model(start):
    with pytest.raises(RuntimeError, match=r"not_ready: the model is not ready"):
        start(CLASSIFY, snap_start=True, MODEL_ARTIFACT="/nowhere")


@native_alone
def test_after_a_crash_the_next_event_is_answered(start):
    function = start(CLASSIFY)
    function.process.kill()
    function.process.wait()

    assert function.invoke({"inputs": HEADLINE}).answer["predicted_label"] == "Health"
    assert function.starts == 2


@native_alone
def test_what_takes_too_long_is_ended_and_the_next_event_is_answered(start):
    function = start(CLASSIFY)
    os.kill(function.process.pid, 19)  # it stands still

    assert function.invoke({"inputs": HEADLINE}, timeout=1).kind == "timeout"
    assert function.invoke({"inputs": HEADLINE}).answer["predicted_label"] == "Health"


def test_no_headline_is_logged_and_every_line_is_of_the_request(classify):
    classify.invoke(event("POST", "/v1/classify", {"headline": SECRET}))

    assert SECRET not in classify.output
    lines = [json.loads(line) for line in classify.output.splitlines() if line.startswith("{")]
    assert any(line.get("correlation_id") == REQUEST_ID for line in lines)


def test_nothing_was_written_beside_the_code(bundle, task: Path, classify):
    classify.invoke({"inputs": HEADLINE})

    found = {path.relative_to(task).as_posix() for path in task.rglob("*") if path.is_file()}
    assert found == set(zipfile.ZipFile(bundle.path).namelist())
