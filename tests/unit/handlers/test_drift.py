"""The function `drift`, with CloudWatch played by moto, over HTTP."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from handlers import drift
from handlers.common.observability import count
from model import ModelReference, Prediction, SettingsError
from model.backends.client import LazyClient
from tests.artifacts import MANIFEST_OF_WORDS
from tests.gateway import Context
from tests.started_api import ROOT
from tests.started_moto import REGION

IN_ORDER = ("service", "model", "backend", "label")
"""As they are asked for: to moto, unlike to CloudWatch, other orders are other metrics."""


@pytest.fixture
def watched(aws, monkeypatch):
    """An account without a metric, and a bucket."""
    monkeypatch.setattr(drift, "cloudwatch", LazyClient("cloudwatch", connections=1))
    monkeypatch.delenv("POWERTOOLS_METRICS_DISABLED", raising=False)
    boto3.client("s3").create_bucket(
        Bucket="releases", CreateBucketConfiguration={"LocationConstraint": REGION}
    )


@pytest.fixture
def artifact(tmp_path):
    """A manifest alone: on validation, half of the predictions were Business."""
    metrics = {"valid": {"confusion": [[400, 100], [100, 400]]}}
    (tmp_path / "manifest.json").write_text(replace(MANIFEST_OF_WORDS, metrics=metrics).to_json())
    return tmp_path


@pytest.fixture
def run(watched, monkeypatch, capsys):
    """Run the function for these models; returns the metrics that it emits."""

    def run(**models):
        monkeypatch.setenv("MODELS", json.dumps(models))
        capsys.readouterr()
        assert drift.handler({"source": "aws.events"}, Context()) is None
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return [line for line in lines if "_aws" in line]

    return run


def emitted_by_predictions(capsys, label, backend, number):
    """Return the metrics that the API emits for so many predictions."""
    one = Prediction(label, [[1.0]], {label: 1.0}, 1.0, False, False, ModelReference("words", "1", backend))
    capsys.readouterr()
    count(["any"] * number, [one] * number, 1.0)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def predicted(watched, capsys):
    """Let CloudWatch have the metrics of so many predictions, made some hours ago."""

    def predicted(label, number, *, hours=3, backend="local"):
        for blob in emitted_by_predictions(capsys, label, backend, number):
            if "Predictions" not in blob:
                continue
            (directive,) = blob["_aws"]["CloudWatchMetrics"]
            (names,) = directive["Dimensions"]
            assert set(names) == set(IN_ORDER)
            datum = {
                "MetricName": "Predictions",
                "Dimensions": [{"Name": name, "Value": blob[name]} for name in IN_ORDER],
                "Timestamp": datetime.now(UTC) - timedelta(hours=hours),
                "Value": blob["Predictions"][0],
            }
            boto3.client("cloudwatch").put_metric_data(Namespace=directive["Namespace"], MetricData=[datum])

    return predicted


def test_the_same_labels_as_on_validation_are_no_drift(run, predicted, artifact):
    predicted("Business", 300)
    predicted("Health", 150, hours=3)
    predicted("Health", 150, hours=20)

    (blob,) = run(words={"artifact": str(artifact)})

    assert blob["LabelDrift"] == [0]
    assert (blob["service"], blob["model"]) == ("newsdesk", "words")


def test_other_labels_are(run, predicted, artifact):
    predicted("Business", 480)
    predicted("Health", 20)

    (blob,) = run(words={"artifact": str(artifact)})

    # 0.96 and 0.04 where a half each was expected: 0.46 ln(1.92) - 0.46 ln(0.08)
    assert blob["LabelDrift"][0] == pytest.approx(1.46, abs=0.02)


def test_too_few_predictions_say_nothing(run, predicted, artifact, log):
    predicted("Business", 499)

    assert run(words={"artifact": str(artifact)}) == []
    line = json.loads(log.getvalue().splitlines()[-1])
    assert (line["message"], line["predictions"], line["least"]) == ("too few predictions", 499, 500)


def test_what_is_older_than_a_day_does_not_count(run, predicted, artifact):
    predicted("Business", 500, hours=30)

    assert run(words={"artifact": str(artifact)}) == []


def test_in_a_cascade_both_backends_count(run, predicted, artifact):
    predicted("Business", 300)
    predicted("Health", 300, backend="bedrock")

    (blob,) = run(words={"artifact": str(artifact), "backend": "cascade", "stronger": "bedrock"})

    assert blob["LabelDrift"] == [0]


def test_a_model_without_a_reference_is_left_out_and_the_rest_is_not(run, predicted, artifact, log):
    predicted("Business", 300)
    predicted("Health", 300)
    tone = {"backend": "sagemaker", "endpoint": "e", "version": "a/model", "labels": ["Bad", "Good"]}

    (blob,) = run(tone=tone, words={"artifact": str(artifact)})

    assert blob["model"] == "words"
    messages = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [one["model"] for one in messages if one["message"] == "nothing to compare with"] == ["tone"]


def test_ones_own_reference_counts(run, predicted, artifact):
    predicted("Business", 480)
    predicted("Health", 20)

    (blob,) = run(words={"artifact": str(artifact), "reference": {"Business": 96, "Health": 4}})

    assert blob["LabelDrift"][0] == pytest.approx(0, abs=0.001)


def test_a_manifest_in_s3_is_all_that_is_read(run, predicted, artifact):
    predicted("Business", 300)
    predicted("Health", 300)
    boto3.client("s3").upload_file(
        str(artifact / "manifest.json"), "releases", "models/words/1/manifest.json"
    )

    (blob,) = run(words={"artifact": "s3://releases/models/words/1"})

    assert blob["LabelDrift"] == [0]


def test_settings_that_cannot_be_used_are_a_failure(run, artifact):
    with pytest.raises(SettingsError, match="has the labels A, B"):
        run(words={"artifact": str(artifact), "reference": {"A": 1, "B": 1}})


def test_it_loads_neither_the_engine_nor_the_web():
    code = (
        "import sys, handlers.drift; print([name for name in sys.modules if name.split('.')[0] in "
        "{'onnxruntime', 'tokenizers', 'numpy', 'flask', 'pydantic', 'torch', 'training'}])"
    )

    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert found.stdout.splitlines()[-1] == "[]"
