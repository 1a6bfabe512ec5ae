"""Start moto's server with what it lacks to take our stack: `python -m tests.moto_launcher PORT`."""

import sys
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.core.common_models import CloudFormationModel
from moto.server import main


class Alarm(CloudFormationModel):
    """An alarm by its name alone: moto makes none for a stack, but the dashboard asks for their ARNs."""

    __module__ = "tests.moto_launcher"  # moto looks for a package in it, and it is run as `__main__`

    def __init__(self, name: str, region: str, account: str) -> None:
        self.name = name
        self.arn = f"arn:aws:cloudwatch:{region}:{account}:alarm:{name}"

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::CloudWatch::Alarm"

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Any, account_id: str, region_name: str, **_: Any
    ) -> "Alarm":
        return cls(resource_name, region_name, account_id)

    @classmethod
    def update_from_cloudformation_json(
        cls,
        original_resource: "Alarm",
        new_resource_name: str,
        cloudformation_json: Any,
        account_id: str,
        region_name: str,
    ) -> "Alarm":
        return original_resource

    @classmethod
    def delete_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Any, account_id: str, region_name: str
    ) -> None:
        pass

    @property
    def physical_resource_id(self) -> str:
        return self.name

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return attr == "Arn"

    def get_cfn_attribute(self, attribute_name: str) -> str:
        assert attribute_name == "Arn"
        return self.arn


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
