import pytest
from moto.sagemaker.models import FakeTrainingJob

from training.launch.training_job import TrainingJob

REGION = "eu-west-1"


@pytest.fixture
def job(send, aws, monkeypatch):
    """Make a job that is described by these fields."""

    def job(hyperparameters=(), **fields):
        send("mine-1", HyperParameters=dict(hyperparameters))
        done = FakeTrainingJob.response_object.fget
        monkeypatch.setattr(FakeTrainingJob, "response_object", property(lambda one: done(one) | fields))
        described = aws("sagemaker").describe_training_job(TrainingJobName="mine-1")
        return TrainingJob("mine-1", REGION, described)

    return job


def test_one_that_is_done_says_where_the_model_is(job):
    look = job().look()

    assert (look.state, look.good) == ("Completed", True)
    assert look.ended == "mine-1 is done; the model is in s3://models/jobs/mine-1/output/model.tar.gz"


def test_one_that_goes_on_says_what_it_does(job):
    look = job(TrainingJobStatus="InProgress", SecondaryStatus="Downloading").look()

    assert (look.state, look.ended, look.good) == ("InProgress: Downloading", None, False)


def test_one_that_failed_says_why(job):
    look = job(TrainingJobStatus="Failed", SecondaryStatus="Failed", FailureReason="no memory").look()

    assert (look.state, look.ended, look.good) == ("Failed", "mine-1 has failed: no memory", False)


def test_one_that_was_stopped_with_checkpoints_says_how_to_go_on(job):
    look = job(TrainingJobStatus="Stopped", CheckpointConfig={"S3Uri": "s3://models/c/"}).look()

    assert look.ended == (
        "mine-1 was stopped\nto go on from its checkpoints, send it again with --resume mine-1"
    )
    assert not look.good


def test_what_is_billed_is_told_when_it_is_known(job):
    assert job(BillableTimeInSeconds=1870).look().times.endswith(", of which 1,870 s are billed")


@pytest.mark.parametrize(
    ("hyperparameters", "of"),
    [({"epochs": "7"}, " of 7"), ({"recipe": "compact"}, " of 5"), ({"recipe": "mine.yaml"}, ""), ({}, "")],
)
def test_the_most_epochs_are_those_of_its_options_or_of_its_recipe(job, say, hyperparameters, of):
    found = job(hyperparameters, TrainingJobStatus="InProgress", SecondaryStatus="Training")
    say("{'loss': '0.5', 'epoch': '1.5'}")

    look = found.look()

    assert look.lines == ["{'loss': '0.5', 'epoch': '1.5'}"]
    assert look.state == f"InProgress: Training, epoch 1.50{of}, loss 0.5"


def test_it_says_how_it_is_stopped(job):
    assert job().stopping() == (
        "aws sagemaker stop-training-job --training-job-name mine-1 --region eu-west-1"
    )
