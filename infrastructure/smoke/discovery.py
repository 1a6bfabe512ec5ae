"""Where a stage is, and the key it takes: AWS knows both."""

from typing import Any

from infrastructure.smoke.errors import SmokeError
from infrastructure.smoke.service import Service

NAME = "newsdesk"
"""`service` of serverless.yml: with the stage it names the stack and the key."""


def find_service(stage: str, region: str | None = None) -> Service:
    """Return the service of a stage.

    Parameters
    ----------
    stage
        As `sls deploy` was told.
    region
        That of the environment unless told.

    Raises
    ------
    SmokeError
        If it is not deployed there, or AWS says no.
    """
    import boto3  # noqa: PLC0415 (whoever gives an address needs no AWS)
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    name = f"{NAME}-{stage}"
    try:
        session = boto3.Session(region_name=region)
        url = _address(session.client("cloudformation"), name)
        return Service(url, _key(session.client("apigateway"), name))
    except (BotoCoreError, ClientError) as error:
        raise SmokeError(f"AWS was asked for {name}: {error}") from None


def _address(cloudformation: Any, stack: str) -> str:
    (found,) = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    for output in found.get("Outputs", []):
        if output["OutputKey"] == "ServiceEndpoint":
            return str(output["OutputValue"])
    raise SmokeError(f"the stack {stack} has no output ServiceEndpoint: its state is {found['StackStatus']}")


def _key(apigateway: Any, name: str) -> str:
    pages = apigateway.get_paginator("get_api_keys").paginate(nameQuery=name)  # whatever begins so
    found = [key["id"] for page in pages for key in page["items"] if key["name"] == name]
    if len(found) != 1:
        raise SmokeError(f"there are {len(found)} API keys called {name}, not one")
    return str(apigateway.get_api_key(apiKey=found[0], includeValue=True)["value"])
