"""What moto's CloudFormation lacks and our stack needs: a stage, alarms, and alias and version of a function."""

from typing import Any

from moto.apigateway.models import apigateway_backends
from moto.awslambda.models import LambdaVersion
from moto.awslambda.utils import get_backend
from moto.core.common_models import CloudFormationModel

# `Ref` of a deployment is, in moto, the deployment.
Json = dict[str, Any]


class Stage(CloudFormationModel):
    def __init__(self, name: str) -> None:
        self.physical_resource_id = name

    @staticmethod
    def cloudformation_name_type() -> str:
        return "StageName"

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::ApiGateway::Stage"

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Json, account_id: str, region_name: str, **_: Any
    ) -> "Stage":
        properties = cloudformation_json["Properties"]
        backend = apigateway_backends[account_id][region_name]
        backend.create_stage(properties["RestApiId"], resource_name, properties["DeploymentId"].id)
        return cls._set(backend, resource_name, properties)

    @classmethod
    def update_from_cloudformation_json(
        cls,
        original_resource: "Stage",
        new_resource_name: str,
        cloudformation_json: Json,
        account_id: str,
        region_name: str,
    ) -> "Stage":
        backend = apigateway_backends[account_id][region_name]
        return cls._set(backend, new_resource_name, cloudformation_json["Properties"])

    @classmethod
    def _set(cls, backend: Any, name: str, properties: Json) -> "Stage":
        stage = backend.get_stage(properties["RestApiId"], name)
        stage.deployment_id = properties["DeploymentId"].id
        stage.tracing_enabled = properties["TracingEnabled"]
        log = properties["AccessLogSetting"]
        stage.access_log_settings = {"destinationArn": log["DestinationArn"], "format": log["Format"]}
        return cls(name)


class Alias(CloudFormationModel):
    def __init__(self, name: str) -> None:
        self.physical_resource_id = name

    @staticmethod
    def cloudformation_name_type() -> str:
        return "Name"

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::Lambda::Alias"

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Json, account_id: str, region_name: str, **_: Any
    ) -> "Alias":
        properties = cloudformation_json["Properties"]
        get_backend(account_id, region_name).create_alias(
            resource_name, properties["FunctionName"], properties["FunctionVersion"], "", ""
        )
        return cls(resource_name)

    @classmethod
    def update_from_cloudformation_json(
        cls,
        original_resource: "Alias",
        new_resource_name: str,
        cloudformation_json: Json,
        account_id: str,
        region_name: str,
    ) -> "Alias":
        properties = cloudformation_json["Properties"]
        get_backend(account_id, region_name).update_alias(
            new_resource_name, properties["FunctionName"], properties["FunctionVersion"], "", ""
        )
        return cls(new_resource_name)


def version(self: LambdaVersion, attribute: str) -> Any:
    """Return the number of a version, its one attribute."""
    assert attribute == "Version"
    return str(self.version)


LambdaVersion.get_cfn_attribute = version


class Alarm(CloudFormationModel):
    """An alarm by its name alone: moto makes none for a stack, but the dashboard asks for their ARNs."""

    def __init__(self, name: str, region: str, account: str) -> None:
        self.name = name
        self.arn = f"arn:aws:cloudwatch:{region}:{account}:alarm:{name}"

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::CloudWatch::Alarm"

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Json, account_id: str, region_name: str, **_: Any
    ) -> "Alarm":
        return cls(resource_name, region_name, account_id)

    @classmethod
    def update_from_cloudformation_json(
        cls,
        original_resource: "Alarm",
        new_resource_name: str,
        cloudformation_json: Json,
        account_id: str,
        region_name: str,
    ) -> "Alarm":
        return original_resource

    @classmethod
    def delete_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Json, account_id: str, region_name: str
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
