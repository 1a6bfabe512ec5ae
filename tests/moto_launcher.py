"""Start moto's server with what it lacks to take our stack: `python -m tests.moto_launcher PORT`."""

import sys
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.server import main


def describe_stack_resource(self: CloudFormationBackend, stack_name: str, name: str) -> tuple[Any, Any]:
    """Find a resource among those that moto has made; it stumbles on those that it has not."""
    stack = self.get_stack(stack_name)
    for resource in stack.stack_resources:
        if resource is not None and resource.logical_resource_id == name:
            return stack, resource
    raise ValidationError(stack_name, f"Resource {name} does not exist for stack {stack_name}")


CloudFormationBackend.describe_stack_resource = describe_stack_resource
# It refuses a template for any finding of cfn-lint, warnings too; the tests ask cfn-lint themselves.
CloudFormationBackend.validate_template = lambda self, template: []
main(["--host", "127.0.0.1", "--port", sys.argv[1]])
