import pytest

from training.launch.errors import LaunchError
from training.launch.following import find_job, follow
from training.launch.look import Look
from training.launch.training_job import TrainingJob
from training.launch.tuning_job import TuningJob

REGION = "eu-west-1"


class Seen:
    """A job that is seen as it is told, the last time for good."""

    name = "mine-1"

    def __init__(self, *looks):
        self.looks = list(looks)

    def look(self):
        return self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]

    def stopping(self):
        return "stop it"


def test_it_ends_with_the_job(capsys):
    job = Seen(
        Look("InProgress: Starting", "1 s"),
        Look("InProgress: Starting", "2 s"),
        Look("InProgress: Training", "3 s", ["one", "two"]),
        Look("Completed", "4 s", ["three"], ended="it is done", good=True),
        Look("Completed", "4 s", ended="it is done", good=True),
    )

    assert follow(job, every=0) == 0

    out, err = capsys.readouterr()
    assert out.splitlines() == ["one", "two", "three", "it is done"]
    # Where nobody watches, a line for every change.
    assert err.splitlines() == [
        "mine-1: InProgress: Starting, 1 s",
        "mine-1: InProgress: Training, 3 s",
        "mine-1: Completed, 4 s",
    ]


def test_what_is_said_last_may_come_after_the_end(capsys):
    job = Seen(
        Look("InProgress", "1 s"),
        Look("Completed", "2 s", ended="it is done", good=True),
        Look("Completed", "2 s", ["the last words"], ended="it is done", good=True),
    )

    follow(job, every=0)

    assert capsys.readouterr().out.splitlines() == ["the last words", "it is done"]


def test_one_that_has_ended_before_is_looked_at_once(capsys):
    job = Seen(Look("Failed", "2 s", ["why"], ended="it has failed"), Look("never", "never"))

    assert follow(job, every=0) == 1

    out, err = capsys.readouterr()
    assert out == "why\n"
    assert err.splitlines() == ["mine-1: Failed, 2 s", "it has failed"]


def test_a_training_and_a_search_are_found_by_their_names(send, aws):
    send("mine-1")
    definition = {
        "AlgorithmSpecification": {"TrainingImage": "an-image", "TrainingInputMode": "File"},
        "RoleArn": "arn:aws:iam::123456789012:role/mine",
        "OutputDataConfig": {"S3OutputPath": "s3://models/jobs/"},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    }
    aws("sagemaker").create_hyper_parameter_tuning_job(
        HyperParameterTuningJobName="search-1",
        HyperParameterTuningJobConfig={
            "Strategy": "Random",
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 1, "MaxParallelTrainingJobs": 1},
        },
        TrainingJobDefinition=definition,
    )

    assert isinstance(find_job("mine-1", REGION), TrainingJob)
    assert isinstance(find_job("search-1", REGION), TuningJob)


def test_what_is_not_there_is_named():
    with pytest.raises(LaunchError, match="there is no job 'never-1' in eu-west-1"):
        find_job("never-1", REGION)
