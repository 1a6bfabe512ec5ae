import argparse
import json

import pytest

from model.errors import SettingsError
from training.launch.errors import LaunchError
from training.launch.place import BUCKET, ROLE, SERVICE, Place, add_place, given_place

MINE = "arn:aws:iam::123456789012:role/mine"
YOURS = "arn:aws:iam::123456789012:role/yours"


def given(*arguments):
    parser = argparse.ArgumentParser()
    add_place(parser)
    return given_place(parser.parse_args(arguments))


@pytest.fixture
def stage(aws):
    """A deployed stage `dev`."""

    def stage(**outputs):
        template = {
            "Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}},
            "Outputs": {name: {"Value": value} for name, value in outputs.items()},
        }
        aws("cloudformation").create_stack(StackName=f"{SERVICE}-dev", TemplateBody=json.dumps(template))

    return stage


def test_store_and_role_may_be_told():
    assert given("--store", "s3://mine/team/", "--role", MINE) == Place("eu-west-1", "s3://mine/team", MINE)
    assert given("--bucket", "mine", "--role", MINE, "--region", "us-east-1") == Place(
        "us-east-1", "s3://mine", MINE
    )
    assert given("--store", "s3://mine/team", "--role", MINE).bucket == "mine"


def test_a_deployed_stage_has_both(stage):
    stage(**{BUCKET: "yours", ROLE: YOURS})

    assert given("--stage", "dev") == Place("eu-west-1", "s3://yours", YOURS)
    assert given("--stage", "dev", "--store", "s3://mine").store == "s3://mine"
    assert given("--stage", "dev", "--role", MINE).role == MINE


def test_the_outputs_are_those_of_the_template():
    from pathlib import Path

    import yaml

    root = Path(__file__).parents[4]
    texts = [(root / "infrastructure" / name).read_text() for name in ("storage.yml", "training.yml")]
    assert f"\n  {BUCKET}:\n" in texts[0]
    assert f"\n  {ROLE}:\n" in texts[1]
    assert yaml.safe_load((root / "serverless.yml").read_text())["service"] == SERVICE


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no store is known: give --store, or --stage"),
        (["--store", "s3://mine"], "no role is known: give --role, or --stage"),
        (["--store", "s3://mine", "--role", "mine"], "role 'mine' is not of the form"),
        (["--bucket", "Mine!", "--role", MINE], "'Mine!' cannot be the name of a bucket"),
        (["--stage", "dev"], "AWS was asked for the outputs of the stack newsdesk-dev in eu-west-1"),
    ],
)
def test_what_is_not_known_is_named(arguments, message):
    with pytest.raises(LaunchError, match=message):
        given(*arguments)


def test_what_is_no_store_is_refused():
    with pytest.raises(SettingsError, match="'mine' is not s3://"):
        given("--store", "mine", "--role", MINE)


def test_a_stage_deployed_before_there_was_a_role_is_named(stage):
    stage(**{BUCKET: "yours"})

    with pytest.raises(
        LaunchError, match="newsdesk-dev has no output TrainingRoleArn: deploy the stage anew"
    ):
        given("--stage", "dev")
