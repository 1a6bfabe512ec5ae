"""Start moto's server with what it lacks to take our stack: `python -m tests.moto_launcher PORT`."""

import sys
import threading
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.parsing import ResourceMap
from moto.s3.responses import S3Response
from moto.server import main

import tests.moto_resources  # (moto finds its resources among the classes there are)
import tests.moto_trainings  # noqa: F401 (which changes those of moto)


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


writing = threading.Lock()
put_object_at_any_time = S3Response.put_object
S3Response.put_object = put_object
delete_all_but_retained = ResourceMap.delete
ResourceMap.delete = delete
CloudFormationBackend.describe_stack_resource = describe_stack_resource
# It refuses a template for any finding of cfn-lint, warnings too; the tests ask cfn-lint themselves.
CloudFormationBackend.validate_template = lambda self, template: []
main(["--host", "127.0.0.1", "--port", sys.argv[1]])
