from datetime import UTC, datetime

import pytest

from training.launch import tuning_job
from training.launch.tuning_job import TuningJob


@pytest.fixture
def job(monkeypatch):
    """Make a search that is described by these fields."""

    def job(**fields):
        described = {
            "HyperParameterTuningJobStatus": "InProgress",
            "HyperParameterTuningJobConfig": {"ResourceLimits": {"MaxNumberOfTrainingJobs": 6}},
            "TrainingJobStatusCounters": {"Completed": 2, "InProgress": 3, "NonRetryableError": 0},
            "CreationTime": datetime(2026, 11, 23, 7, tzinfo=UTC),
            **fields,
        }

        class Client:
            def describe_hyper_parameter_tuning_job(self, HyperParameterTuningJobName):  # noqa: N803
                assert HyperParameterTuningJobName == "search-1"
                return described

        monkeypatch.setattr(tuning_job, "client_of", lambda service, region: Client())
        return TuningJob("search-1", "eu-west-1")

    return job


BEST = {
    "TrainingJobName": "search-1-002",
    "TunedHyperParameters": {"learning-rate": "3e-05", "batch-size": "16"},
    "FinalHyperParameterTuningJobObjectiveMetric": {"MetricName": "valid:macro-f1", "Value": 0.91234},
}


def test_it_says_how_many_are_done(job):
    look = job().look()

    assert look.state == "InProgress, 2 of 6 trainings are done, 3 run"
    assert look.ended is None


def test_it_says_how_many_have_failed(job):
    counts = {"Completed": 2, "InProgress": 0, "NonRetryableError": 1}

    assert job(TrainingJobStatusCounters=counts).look().state.endswith(", 0 run, 1 have failed")


def test_it_says_which_was_the_best_and_how_to_train_like_it(job):
    look = job(HyperParameterTuningJobStatus="Completed", BestTrainingJob=BEST).look()

    assert look.good
    assert look.ended == (
        "search-1: Completed; the best has macro-F1 0.9123: "
        "search-1-002 (--learning-rate 3e-05 --batch-size 16)"
    )


def test_one_that_came_to_nothing_says_so(job):
    look = job(HyperParameterTuningJobStatus="Failed").look()

    assert (look.ended, look.good) == ("search-1: Failed, and no training was measured", False)


def test_it_says_how_it_is_stopped(job):
    assert job().stopping() == (
        "aws sagemaker stop-hyper-parameter-tuning-job "
        "--hyper-parameter-tuning-job-name search-1 --region eu-west-1"
    )
