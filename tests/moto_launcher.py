"""Start moto's server with what it lacks to take our stack: `python -m tests.moto_launcher PORT`."""

import sys
import threading
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.parsing import ResourceMap
from moto.s3.responses import S3Response
from moto.sagemaker.models import FakeTrainingJob
from moto.server import main

import tests.moto_resources  # noqa: F401 (moto finds its resources among the classes there are)


def describe_stack_resource(self: CloudFormationBackend, stack_name: str, name: str) -> tuple[Any, Any]:
    """Find a resource among those that moto has made; it stumbles on those that it has not."""
    stack = self.get_stack(stack_name)
    for resource in stack.stack_resources:
        if resource is not None and resource.logical_resource_id == name:
            return stack, resource
    raise ValidationError(stack_name, f"Resource {name} does not exist for stack {stack_name}")


def delete(self: ResourceMap) -> None:
    """Delete what is not retained; moto knows only one of the words for that."""
    for resource in self._resource_json_map.values():
        if resource.get("DeletionPolicy") == "RetainExceptOnCreate":
            resource["DeletionPolicy"] = "Retain"
    delete_all_but_retained(self)


def put_object(self: S3Response) -> Any:
    """Write an object with nobody between its condition and the writing; moto lets its threads race there."""
    with writing:
        return put_object_at_any_time(self)


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
writing = threading.Lock()
put_object_at_any_time = S3Response.put_object
S3Response.put_object = put_object
delete_all_but_retained = ResourceMap.delete
ResourceMap.delete = delete
CloudFormationBackend.describe_stack_resource = describe_stack_resource
# It refuses a template for any finding of cfn-lint, warnings too; the tests ask cfn-lint themselves.
CloudFormationBackend.validate_template = lambda self, template: []
main(["--host", "127.0.0.1", "--port", sys.argv[1]])
