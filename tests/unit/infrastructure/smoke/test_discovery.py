import json
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from infrastructure.smoke.discovery import find_service
from infrastructure.smoke.errors import SmokeError

REGION = "eu-west-1"
URL = "https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod"


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    with mock_aws():
        yield


def make_stack(name: str = "newsdesk-prod", output: str = "ServiceEndpoint") -> None:
    template = {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {output: {"Value": URL}},
    }
    boto3.client("cloudformation", REGION).create_stack(StackName=name, TemplateBody=json.dumps(template))


def make_key(name: str, value: str) -> None:
    boto3.client("apigateway", REGION).create_api_key(name=name, value=value)


def test_the_address_and_the_key_are_those_of_the_stage() -> None:
    make_stack()
    for stage in ("prod", "prod-eu", "dev"):
        make_key(f"newsdesk-{stage}", f"the-value-of-the-key-of-{stage}")

    service = find_service("prod", REGION)

    assert (service.url, service.key) == (URL, "the-value-of-the-key-of-prod")


def test_a_region_of_the_environment_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    make_stack()
    make_key("newsdesk-prod", "the-value-of-the-key-of-prod")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)

    assert find_service("prod").url == URL


def test_a_stage_that_is_not_deployed_is_named() -> None:
    with pytest.raises(SmokeError, match=r"AWS was asked for newsdesk-prod: .*does not exist"):
        find_service("prod", REGION)


def test_a_missing_region_is_told_of() -> None:
    with pytest.raises(SmokeError, match="must specify a region"):
        find_service("prod")


def test_a_stack_without_an_api_is_told_of() -> None:
    make_stack(output="Other")

    with pytest.raises(SmokeError, match="no output ServiceEndpoint: its state is CREATE_COMPLETE"):
        find_service("prod", REGION)


@pytest.mark.parametrize("count", [0, 2])
def test_no_key_and_more_than_one_are_told_of(count: int) -> None:
    make_stack()
    for number in range(count):
        make_key("newsdesk-prod", f"the-value-of-the-key-number-{number}")

    with pytest.raises(SmokeError, match=f"there are {count} API keys called newsdesk-prod"):
        find_service("prod", REGION)
