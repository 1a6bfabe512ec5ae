"""Trainings of moto as SageMaker's are: with the metrics that were asked for, and not all of them done at once."""

from typing import Any

from moto.sagemaker.models import FakeTrainingJob


def training_job(self: FakeTrainingJob, **wishes: Any) -> None:
    """Make a training with the metrics that are asked for; moto puts one of its own in their place."""
    metrics = wishes["algorithm_specification"].get("MetricDefinitions", [])
    training_job_of_moto(self, **wishes)
    self.algorithm_specification["MetricDefinitions"] = metrics


def describe_training_job(self: FakeTrainingJob) -> dict[str, Any]:
    """Describe a training as its tags `moto:FIELD` say, of which the last counts; moto's own are done at once."""
    described: dict[str, Any] = describe_training_job_of_moto(self)
    for tag in self.tags:
        if tag["Key"].startswith("moto:"):
            described[tag["Key"].removeprefix("moto:")] = (
                int(tag["Value"]) if tag["Value"].isdigit() else tag["Value"]
            )
    return described


training_job_of_moto = FakeTrainingJob.__init__
FakeTrainingJob.__init__ = training_job
describe_training_job_of_moto = FakeTrainingJob.response_object.fget
FakeTrainingJob.response_object = property(describe_training_job)
