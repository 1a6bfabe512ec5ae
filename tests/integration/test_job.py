"""A training job: sent by `training.launch`, carried out by its own entrypoint, served by the model server."""

import hashlib
import json
import os
import signal
import subprocess
import tarfile
from pathlib import Path

import pytest

from benchmarks.model_server.server import unpack
from model.artifact import open_artifact
from model.backends.local import LocalClassifier
from tests.model_server.server import ObservedServer, need_model_server
from tests.parts import need
from tests.sagemaker_job.bucket import download, keys
from tests.sagemaker_job.instances import need_namespaces
from tests.sagemaker_job.runner import started_job
from tests.started_api import ROOT
from tests.tiny_training import tiny_base, tiny_data
from training.checkpoints import SEAL
from training.release import Target, fetch_wheels

LAUNCH = ROOT / ".venv-launch/bin/python"
BUCKET = "jobs"
EPOCHS = 10
RECIPE = "base: tests/tiny\ndropout: 0.0\nclassifier_dropout: 0.0\nmax_length: 16\nlearning_rate: 0.002\n"
SETTINGS = {
    "--name": "mine",
    "--version": "1.10",  # which is no number
    "--epochs": EPOCHS,
    "--patience": EPOCHS,
    "--dtype": "fp32",
    # All training headlines in whole batches, and the same ones in each, however many processes share it.
    "--batch-size": 24,
    "--store": f"s3://{BUCKET}",
    "--role": "arn:aws:iam::123456789012:role/training",
    "--instance-type": "ml.c5.xlarge",
}
SWITCHES = ["--no-group-by-length", "--no-baselines", "--spot"]
BELOW = 2e-6
"""How far two answers to the same headline may be apart: rounding, in the last digit that is kept."""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tiny_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def submitted(aws, data, tmp_path_factory):
    """The jobs, sent."""
    need((LAUNCH.parents[1] / ".installed").exists(), "SageMaker's SDK is not installed (make launch)")
    need_namespaces()
    folder = tmp_path_factory.mktemp("submitted")
    (folder / "tiny.yaml").write_text(RECIPE)
    bucket = aws.client("s3")
    bucket.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    files = {"--recipe": folder / "tiny.yaml", "--base-folder": tiny_base(folder)}
    here = Target.here()
    jobs = {
        "whole": {"--libraries": f"py{here.python}-{here.architecture}"},
        "interrupted": {},
        "processes": {"--processes": 2},
        "instances": {"--instances": 2},
        "robbed": {},
    }
    sent = []
    for name, own in jobs.items():
        options = SETTINGS | files | {"--libraries": "none", "--job": name} | own
        sent.append(
            [str(data.path), *SWITCHES, *(str(word) for option in options.items() for word in option)]
        )
    (folder / "arguments.json").write_text(json.dumps(sent))
    done = subprocess.run(
        [LAUNCH, "-m", "tests.sagemaker_job.submission", folder / "arguments.json"],
        cwd=ROOT,
        env=os.environ | aws.environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    bucket.delete_object(Bucket=BUCKET, Key="jobs/robbed/data/dataset.json")


@pytest.fixture(scope="module")
def whole(aws, submitted, tmp_path_factory):
    """The job that nothing happened to, at its end."""
    folder = tmp_path_factory.mktemp("whole")
    wheels = folder / "wheels"
    wheels.mkdir()
    fetch_wheels(wheels, Target.here())
    # The network of a job ends at its instances here, so pip is to find in a folder what it would download.
    finds = {"PIP_FIND_LINKS": "/opt/ml/input/wheels"}
    with started_job(aws, "whole", folder, finds, files={"input/wheels": wheels}) as job:
        job.finish()
    return job


@pytest.fixture(scope="module")
def left(aws, whole, tmp_path_factory):
    """What the job left in S3: `model.tar.gz` and `output.tar.gz`."""
    folder = tmp_path_factory.mktemp("left")
    model = whole.description["ModelArtifacts"]["S3ModelArtifacts"]
    download(aws.client("s3"), model.rpartition("/")[0], folder)
    return folder


def history(job) -> list[float]:
    """The losses on validation of a finished job, as its run in S3 has them."""
    return [entry["eval_loss"] for entry in run_of(job)["history"] if "eval_loss" in entry]


def first_gradient(job) -> float:
    """The norm of the gradients of the first step."""
    return next(entry["grad_norm"] for entry in run_of(job)["history"] if "grad_norm" in entry)


def run_of(job) -> dict:
    return json.loads((job.roots["algo-1"] / "checkpoints" / "run.json").read_text())


def weights_of(job) -> str:
    network = job.roots["algo-1"] / "checkpoints" / "network" / "model.safetensors"
    return hashlib.sha256(network.read_bytes()).hexdigest()


def test_its_model_is_served_as_it_is(left: Path, data, tmp_path: Path) -> None:
    need_model_server()
    unpack(left / "model.tar.gz", tmp_path)
    headlines = data.split("test").texts
    expected = LocalClassifier(open_artifact(tmp_path / "model" / "artifact")).classify(headlines)

    with ObservedServer(tmp_path) as server, server.client() as client:
        found = client.post("/invocations", json={"inputs": headlines}).json()

    assert found["predicted_label"] == [prediction.predicted_label for prediction in expected]
    for row, prediction in zip(found["probabilities"], expected, strict=True):
        assert row == pytest.approx(prediction.probabilities[0], abs=BELOW)


def test_its_model_and_report_tell_what_they_are_of(left: Path, whole, data, tmp_path: Path) -> None:
    for name in ("model", "output"):
        with tarfile.open(left / f"{name}.tar.gz") as tar:
            tar.extractall(tmp_path, filter="data")
    manifest = open_artifact(tmp_path / "artifact").manifest
    report = json.loads((tmp_path / "report" / "report.json").read_text())

    assert (manifest.name, manifest.version) == ("mine", "1.10")
    assert manifest.data["fingerprint"] == data.fingerprint
    assert len(manifest.code_revision.removesuffix("-dirty")) == 40
    assert report["accuracy"] == manifest.metrics["test"]["accuracy"] > 0.9
    assert (tmp_path / "code" / "libraries" / "onnxruntime").is_dir()


def test_its_log_tells_figures_and_no_headline(whole, data) -> None:
    log = whole.instances.output()

    assert log.count("'eval_macro_f1': ") == EPOCHS
    for split in ("train", "valid", "test"):
        assert not [text for text in data.split(split).texts if text in log]


def test_an_interrupted_job_goes_on_to_the_same_network(aws, submitted, whole, tmp_path: Path) -> None:
    s3 = aws.client("s3")

    def whole_epochs() -> list[str]:
        return [key for key in keys(s3, f"s3://{BUCKET}/jobs/interrupted/checkpoints") if key.endswith(SEAL)]

    with started_job(aws, "interrupted", tmp_path / "first") as job:
        # In the midst of the third epoch, or of a later one.
        # Looked for where they are written: on a loaded machine, S3 has them when the training is at its end.
        folder = job.roots["algo-1"] / "checkpoints"
        job.wait(lambda: len(list(folder.rglob(SEAL))) >= 2)
        job.interrupt()
    # By SIGKILL: the first process of the container is a shell, which makes nothing of SIGTERM.
    assert job.instances.codes == [-signal.SIGKILL]
    assert not (job.roots["algo-1"] / "checkpoints" / "run.json").exists()
    assert whole_epochs()

    with started_job(aws, "interrupted", tmp_path / "second") as job:
        job.finish()

    # Not the hash of model.tar.gz, which holds when it was made: that of the weights, and every loss on the way.
    assert weights_of(job) == weights_of(whole)
    assert history(job) == history(whole)
    assert job.instances.output().count("'eval_macro_f1': ") < EPOCHS


@pytest.mark.parametrize("name", ["processes", "instances"])
def test_two_at_work_have_the_losses_of_one(aws, submitted, whole, tmp_path: Path, name: str) -> None:
    with started_job(aws, name, tmp_path) as job:
        job.finish()

    assert run_of(job)["processes"] == 2
    # What differs: each process draws the dropout of its attention, which no recipe turns off; and Adam divides by
    # the size of the gradients, so that what is rounded otherwise where two add up their shares grows.
    assert first_gradient(job) == pytest.approx(first_gradient(whole), rel=1e-3)
    assert history(job) == pytest.approx(history(whole), rel=0.05, abs=0.005)
    others = [root for host, root in job.roots.items() if host != "algo-1"]
    assert not [path for root in others for path in (root / "checkpoints").rglob("*") if path.is_file()]


def test_a_job_that_fails_says_why(aws, submitted, tmp_path: Path) -> None:
    with started_job(aws, "robbed", tmp_path) as job:
        job.wait()

    assert job.instances.codes != [0]
    assert "dataset.json" in job.failure
