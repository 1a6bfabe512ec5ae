import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from training.release.aws import client_of, told
from training.release.errors import ReleaseError


def refusal(code: str, message: str = "no", **more: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message, **more}}, "PutObject")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            refusal("AccessDenied", "not authorized"),
            "AWS does not allow it (AccessDenied: not authorized); docs/",
        ),
        (refusal("NoSuchBucket", BucketName="mine"), "there is no bucket mine"),
        (refusal("NoSuchBucket"), "there is no bucket of that name"),
        (refusal("ExpiredToken", "it has expired"), "AWS says ExpiredToken: it has expired"),
        (EndpointConnectionError(endpoint_url="http://x"), "Could not connect to the endpoint URL"),
    ],
)
def test_what_aws_refuses_is_said_with_what_was_wanted(error: Exception, said: str) -> None:
    with pytest.raises(ReleaseError) as caught, told("read s3://b/k"):
        raise error

    assert str(caught.value).startswith(f"cannot read s3://b/k: {said}")


def test_other_errors_are_not_touched() -> None:
    with pytest.raises(KeyError), told("read s3://b/k"):
        raise KeyError("mine")


def test_without_a_region_it_is_said_how_to_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")

    with pytest.raises(ReleaseError, match="cannot ask sagemaker: no region is known; set AWS_REGION"):
        client_of("sagemaker")


def test_the_region_is_that_of_lambda_and_the_aws_cli(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")

    assert client_of("sagemaker").meta.region_name == "eu-central-1"
    assert client_of("sagemaker", "us-east-1").meta.region_name == "us-east-1"
