"""An account that has nothing yet, in this process."""

import time

import boto3
import pytest
from moto import mock_aws

from training.launch.channel import Channel
from training.launch.job import Compute, Job
from training.launch.log import GROUP
from training.launch.place import Place

REGION = "eu-west-1"
ROLE = "arn:aws:iam::123456789012:role/newsdesk-dev-TrainingRole-1"


@pytest.fixture(autouse=True)
def aws(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_REGION", REGION)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    with mock_aws():
        yield lambda service: boto3.client(service, REGION)


@pytest.fixture
def bucket(aws):
    aws("s3").create_bucket(Bucket="models", CreateBucketConfiguration={"LocationConstraint": REGION})
    return "models"


@pytest.fixture
def make_job():
    """Make a job of two hours on three instances."""

    def make_job(**changes):
        machines = Compute("ml.g5.xlarge", instances=3, processes=1, disk=50, seconds=7200)
        wishes = {
            "name": "mine-1",
            "place": Place(REGION, "s3://models", ROLE),
            "image": "an-image",
            "compute": machines,
            "hyperparameters": {"name": "mine"},
            "channels": (Channel("training", "s3://models/jobs/mine-1/data/"),),
        }
        return Job(**wishes | changes)

    return make_job


@pytest.fixture
def send(aws):
    """Send a training to the account."""

    def send(name, **more):
        aws("sagemaker").create_training_job(
            TrainingJobName=name,
            AlgorithmSpecification={"TrainingImage": "an-image", "TrainingInputMode": "File"},
            RoleArn=ROLE,
            OutputDataConfig={"S3OutputPath": "s3://models/jobs/"},
            ResourceConfig={"InstanceType": "ml.g5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 50},
            StoppingCondition={"MaxRuntimeInSeconds": 3600},
            **more,
        )

    return send


@pytest.fixture
def say(aws):
    """Let an instance of the job `mine-1` say something."""
    logs = aws("logs")

    def say(*messages, host="algo-1", job="mine-1"):
        stream = f"{job}/{host}-1800000000"
        if not logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]:
            logs.create_log_group(logGroupName=GROUP)
        if not logs.describe_log_streams(logGroupName=GROUP, logStreamNamePrefix=stream)["logStreams"]:
            logs.create_log_stream(logGroupName=GROUP, logStreamName=stream)
        now = int(time.time() * 1000)
        logs.put_log_events(
            logGroupName=GROUP,
            logStreamName=stream,
            logEvents=[{"timestamp": now, "message": message} for message in messages],
        )

    return say
