from datetime import UTC, datetime

import pytest

from training.launch.errors import LaunchError
from training.launch.options import parser
from training.launch.plan import plan
from training.launch.tuning import OneOf
from training.recipe import RecipeError

NOW = datetime(2026, 11, 23, 7, 5, 9, tzinfo=UTC)
ROLE = "arn:aws:iam::123456789012:role/mine"


@pytest.fixture
def planned(data):
    def planned(arguments="", place=f"--bucket models --role {ROLE}"):
        return plan(parser().parse_args([str(data.path), *place.split(), *arguments.split()]), NOW)

    return planned


def test_by_default_it_is_one_training_by_the_usual_recipe(planned):
    job = planned()

    assert job.name == "news-20261123-070509"
    assert job.hyperparameters == {"recipe": "distilbert", "name": "news", "version": "1.0.0"}
    assert job.image.endswith("/pytorch:2.13-cu133-amzn2023-sagemaker")
    assert (job.tuning, job.recipe, job.checkpoints) == (None, None, None)
    assert [channel.uri for channel in job.channels] == ["s3://models/jobs/news-20261123-070509/data/"]
    assert job.tags == {"service": "newsdesk", "owner": "newsdesk", "model": "news"}


def test_what_was_given_is_passed_on_and_what_was_not_is_left_to_the_recipe(planned):
    job = planned(
        "--recipe compact --soup 1 --epochs 2 --precision 0.9 --name mine --version 2.0.1 "
        "--libraries py3.12-aarch64 --no-baselines"
    )

    assert job.hyperparameters == {
        **{"recipe": "compact", "name": "mine", "version": "2.0.1", "precision": "0.9"},
        **{"libraries": "py3.12-aarch64", "baselines": "false", "soup": "1", "epochs": "2"},
    }


def test_a_recipe_of_ones_own_goes_along(planned, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("base: mine\nepochs: 7\n")

    job = planned(f"--recipe {path}")

    assert job.recipe == path
    assert job.hyperparameters["recipe"] == "mine.yaml"
    assert job.hyperparameters["epochs"] == "7"


def test_a_training_on_spot_instances_has_checkpoints_of_its_own(planned):
    assert planned("--spot --job mine-1").checkpoints == "s3://models/jobs/mine-1/checkpoints/"


def test_another_image_may_be_named(planned):
    assert planned("--image mine:1 --instance-type ml.trn1.2xlarge").image == "mine:1"


def test_a_search_has_its_ranges_and_no_checkpoints(planned):
    job = planned("--spot --trials 3 --parallel 3 --strategy Random --tune batch-size=16,32")

    assert job.tuning is not None
    assert job.tuning.ranges == {"batch_size": OneOf((16, 32))}
    assert (job.tuning.trials, job.tuning.parallel, job.tuning.strategy) == (3, 3, "Random")
    assert job.checkpoints is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--name ../mine", "--name '../mine' cannot be the name of a release"),
        # As `publish` has it, which would else refuse what hours were trained for.
        (f"--name {'m' * 65}", "cannot be the name of a release"),
        ("--version stages", "--version 'stages' cannot be the version of a release"),
        ("--precision 0", "--precision 0 is not above 0 and at most 1"),
        ("--tag ticket", "--tag 'ticket' is not KEY=VALUE"),
        ("--tag ticket=4<2", "tag ticket=4<2 has a letter that AWS does not take"),
        ("--tag aws:cost=1", "tag aws:cost=1: what begins with aws: is AWS's own"),
        ("--job mine_1", "job 'mine_1' is not a name"),
        ("--instances 3 --recipe compact", "batch size 32 cannot be shared by 3 processes"),
        ("--batch-size 9 --processes 2", "batch size 9 cannot be shared by 2 processes"),
        ("--tune batch-size=16,32 --processes 2", "a search trains each network in one process, not 1 x 2"),
        ("--tune batch-size=16,32 --batch-size 16", "--batch-size is given, and to be searched"),
        ("--tune batch-size=16,32 --resume mine-1", "a search cannot --resume"),
        ("--tune batch-size=16,32 --parallel 9", "--parallel 9 is not between 1 and --trials 8"),
    ],
)
def test_what_cannot_be_is_named(planned, arguments, message):
    with pytest.raises(LaunchError, match=message):
        planned(arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--recipe compcat", "recipe 'compcat' is neither one of"),
        ("--epochs 0", "epochs is 0, not between"),
        ("--tune epochs=0..3", "epochs is 0, not between"),
        ("--tune warmup=0.1..0.99", "warmup is 0.99, not between"),
    ],
)
def test_a_recipe_that_cannot_be_followed_is_named(planned, arguments, message):
    with pytest.raises(RecipeError, match=message):
        planned(arguments)


@pytest.fixture
def interrupted(aws, bucket, send):
    send("mine-1", CheckpointConfig={"S3Uri": "s3://models/jobs/mine-1/checkpoints/"})
    aws("s3").put_object(Bucket=bucket, Key="jobs/mine-1/checkpoints/checkpoint-7/weights", Body=b"weights")


@pytest.mark.usefixtures("interrupted")
def test_a_job_goes_on_where_another_was_interrupted(planned):
    assert planned("--resume mine-1 --job mine-2").checkpoints == "s3://models/jobs/mine-1/checkpoints/"
    assert planned("--resume mine-1 --spot").checkpoints == "s3://models/jobs/mine-1/checkpoints/"


@pytest.mark.usefixtures("interrupted")
def test_what_has_left_nothing_cannot_be_gone_on_with(planned, send, aws):
    send("whole-1")
    send("empty-1", CheckpointConfig={"S3Uri": "s3://models/jobs/empty-1/checkpoints/"})

    for job, message in (
        ("whole-1", "whole-1 kept no checkpoints: it was sent without --spot"),
        ("empty-1", "empty-1 has left no checkpoint at s3://models/jobs/empty-1/checkpoints/"),
        ("never-1", "AWS was asked for the job never-1"),
    ):
        with pytest.raises(LaunchError, match=message):
            planned(f"--resume {job}")


@pytest.mark.usefixtures("interrupted")
def test_two_jobs_do_not_write_the_same_checkpoints(planned, monkeypatch):
    from moto.sagemaker.models import FakeTrainingJob

    done = FakeTrainingJob.response_object.fget
    monkeypatch.setattr(
        FakeTrainingJob,
        "response_object",
        property(lambda job: done(job) | {"TrainingJobStatus": "InProgress"}),
    )

    with pytest.raises(LaunchError, match="mine-1 is still InProgress"):
        planned("--resume mine-1")
