import json
from collections.abc import Iterator, Sequence

import boto3
import pytest
from moto import mock_aws

from infrastructure.smoke.discovery import AUTHORIZER, KEY, find_service
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


def make_stack(
    key: str, name: str = KEY, output: str = "ServiceEndpoint", others: Sequence[str] = ()
) -> None:
    """Make the stack of a stage; in place of its key, of which moto makes none, a bucket with the key's id."""
    template = {
        "Resources": {
            name: {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": key}},
            **{other: {"Type": "AWS::S3::Bucket"} for other in others},
        },
        "Outputs": {output: {"Value": URL}},
    }
    client = boto3.client("cloudformation", REGION)
    client.create_stack(StackName="newsdesk-prod", TemplateBody=json.dumps(template))


def make_key(name: str = "newsdesk-prod") -> str:
    made = boto3.client("apigateway", REGION).create_api_key(name=name, value=f"the-value-of-the-key-{name}")
    return str(made["id"])


def test_the_address_and_the_key_are_those_of_the_stage() -> None:
    keys = [make_key(f"newsdesk-{stage}") for stage in ("dev", "prod", "prod-eu")]
    make_stack(keys[1])

    service = find_service("prod", REGION)

    assert (service.url, service.key) == (URL, "the-value-of-the-key-newsdesk-prod")


@pytest.mark.parametrize("wants_token", [True, False])
def test_whether_callers_need_a_token_is_known_by_the_function_that_checks_them(wants_token: bool) -> None:
    make_stack(make_key(), others=[AUTHORIZER] if wants_token else [])

    service = find_service("prod", REGION, "a-token")

    assert (service.wants_token, service.token) == (wants_token, "a-token")


def test_no_other_key_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def list_keys(*_: object, **__: object) -> None:
        raise AssertionError("all keys of the account were asked for")

    make_stack(make_key())
    monkeypatch.setattr("moto.apigateway.models.APIGatewayBackend.get_api_keys", list_keys)

    assert find_service("prod", REGION).key == "the-value-of-the-key-newsdesk-prod"


@pytest.mark.parametrize("variable", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_a_region_of_the_environment_is_taken(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_stack(make_key())
    monkeypatch.setenv(variable, REGION)

    assert find_service("prod").url == URL


def test_a_stage_that_is_not_deployed_is_named() -> None:
    with pytest.raises(SmokeError, match=r"AWS was asked for newsdesk-prod: .*does not exist"):
        find_service("prod", REGION)


def test_a_missing_region_is_told_of() -> None:
    with pytest.raises(SmokeError, match="must specify a region"):
        find_service("prod")


def test_a_stack_without_an_api_is_told_of() -> None:
    make_stack(make_key(), output="Other")

    with pytest.raises(SmokeError, match="no output ServiceEndpoint: its state is CREATE_COMPLETE"):
        find_service("prod", REGION)


def test_a_stack_without_a_key_is_told_of() -> None:
    make_stack(make_key(), name="Other")

    with pytest.raises(SmokeError, match=rf"AWS was asked for newsdesk-prod: .*{KEY} does not exist"):
        find_service("prod", REGION)


def test_a_key_that_somebody_has_deleted_is_told_of() -> None:
    make_stack("0123456789")

    with pytest.raises(SmokeError, match=r"AWS was asked for newsdesk-prod: .*Invalid API Key identifier"):
        find_service("prod", REGION)
