"""Where a stage is, and the key it takes: AWS knows both."""

from typing import Any

from infrastructure.smoke.errors import SmokeError
from infrastructure.smoke.service import Service
from training.aws import client_of

NAME = "newsdesk"
"""`service` of serverless.yml: with the stage it names the stack."""
KEY = "ApiGatewayApiKey1"
"""What the framework calls the first of `apiKeys` in the stack."""
AUTHORIZER = "AuthorizeLambdaFunction"
"""Which the stack has where callers need a token, too."""


def find_service(stage: str, region: str | None = None, token: str = "") -> Service:
    """Return the service of a stage.

    Parameters
    ----------
    stage
        As `sls deploy` was told.
    region
        That of the environment unless told.
    token
        Of a caller; none unless told.

    Raises
    ------
    SmokeError
        If it is not deployed there, or AWS says no.
    """
    # Only here: whoever gives an address needs no AWS.
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    name = f"{NAME}-{stage}"
    try:
        cloudformation, apigateway = (client_of(one, region) for one in ("cloudformation", "apigateway"))
        key = _key(cloudformation, apigateway, name)
        wants_token = _has_authorizer(cloudformation, name)
        return Service(_address(cloudformation, name), key, token, wants_token)
    except (BotoCoreError, ClientError) as error:
        raise SmokeError(f"AWS was asked for {name}: {error}") from None


def _address(cloudformation: Any, stack: str) -> str:
    (found,) = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    for output in found.get("Outputs", []):
        if output["OutputKey"] == "ServiceEndpoint":
            return str(output["OutputValue"])
    raise SmokeError(f"the stack {stack} has no output ServiceEndpoint: its state is {found['StackStatus']}")


# The stack knows which key is its own: nobody has to be let see all that the account has.
def _key(cloudformation: Any, apigateway: Any, stack: str) -> str:
    found = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=KEY)
    key = found["StackResourceDetail"]["PhysicalResourceId"]
    return str(apigateway.get_api_key(apiKey=key, includeValue=True)["value"])


def _has_authorizer(cloudformation: Any, stack: str) -> bool:
    resources = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    return any(
        one["LogicalResourceId"] == AUTHORIZER for page in resources for one in page["StackResourceSummaries"]
    )
