import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from training.launch.aws import LONGEST, asked, region_of
from training.launch.errors import LaunchError


def test_the_region_is_the_one_asked_for_or_that_of_the_environment(monkeypatch):
    assert region_of("us-east-2") == "us-east-2"
    assert region_of(None) == "eu-west-1"
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-north-1")
    assert region_of(None) == "eu-north-1"


def test_without_a_region_it_says_how_to_give_one(monkeypatch, tmp_path):
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))

    with pytest.raises(LaunchError, match="give --region"):
        region_of(None)


def test_what_aws_says_is_one_line_and_no_page():
    page = {"Error": {"Code": "500", "Message": "<html>\n<p>" + "very " * 500}}

    with pytest.raises(LaunchError) as caught, asked("for a thing"):
        raise ClientError(page, "GetThing")

    said = str(caught.value)
    assert said.startswith("AWS was asked for a thing: An error occurred (500)")
    assert "\n" not in said
    assert len(said) < LONGEST + 50


def test_missing_credentials_are_told():
    with pytest.raises(LaunchError, match="credentials"), asked("for a thing"):
        raise NoCredentialsError


def test_a_mistake_of_ours_is_not_blamed_on_aws():
    with pytest.raises(KeyError), asked("for a thing"):
        raise KeyError("a mistake")
