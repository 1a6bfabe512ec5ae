"""The commands of the Makefile that change a deployment: what they would run, and what they refuse."""

import os
import re
import subprocess

import pytest

from tests.packaged import allowed, package, resources_of, served
from tests.started_api import ROOT

MADE = (
    ".venv/.runtime",
    "build/bundle-arm64.zip",
    "build/authorizer-arm64.zip",
    "node_modules/.package-lock.json",
)
"""Nothing is installed or packed for a look at the commands."""
SAID_ELSEWHERE = {"STAGE", "REGION", "AWS_REGION", "PARAMS", "MODEL", "MAKEFLAGS", "MAKELEVEL"}
"""Of the environment, what would change them: `make test` runs this, too."""
SLS = "NODE_NO_WARNINGS=1 node_modules/.bin/sls"
MODEL = "modelArtifact=s3://models/news/1.3.0"


def make(*words, **environment):
    """Return the exit code of make, the commands it would run, and what it complains about."""
    kept = {name: value for name, value in os.environ.items() if name not in SAID_ELSEWHERE}
    done = subprocess.run(
        ["make", "--dry-run", *(f"--assume-old={one}" for one in MADE), *words],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, [" ".join(line.split()) for line in done.stdout.splitlines()], done.stderr


@pytest.mark.parametrize("goal", ["deploy --conceal", "info", "package", "remove"])
def test_a_command_goes_to_the_stage_and_the_region_with_the_parameters(goal):
    code, commands, _ = make(goal.split()[0], "STAGE=prod", "REGION=eu-west-1", "PARAMS=burst=5 tracing=true")

    assert code == 0
    parameters = "--param=architecture=arm64 --param=burst=5 --param=tracing=true"
    assert commands == [f"{SLS} {goal} --stage prod --region eu-west-1 {parameters}"]


def test_by_itself_a_deployment_goes_to_dev_and_to_the_region_of_the_environment():
    _, commands, _ = make("deploy", AWS_REGION="ap-south-1")

    assert commands == [f"{SLS} deploy --conceal --stage dev --region ap-south-1 --param=architecture=arm64"]


@pytest.mark.parametrize(
    "words, place",
    [
        ("", ""),
        ("PARAMS=models=news,sentiment", "--param models=news,sentiment"),
        ("URL=https://news.example.org", "--url https://news.example.org"),
        ("STAGE=prod REGION=eu-west-1", "--stage prod --region eu-west-1"),
    ],
)
def test_load_is_put_on_what_is_named(words, place):
    _, commands, _ = make(
        "load", "--assume-old=.venv/.load", *words.split(), "SCENARIOS=single", "LOAD_FLAGS=--quick"
    )

    assert commands == [" ".join(f".venv/bin/python load-testing run single {place} --quick".split())]


def test_a_workflow_says_the_same_by_variables():
    said = {
        "STAGE": "prod",
        "AWS_REGION": "eu-west-1",
        "PARAMS": "burst=5",
        "MODEL": MODEL,
        "VERSION": "1.3.0",
    }

    assert make("deploy", **said) == make("deploy", *[f"{name}={value}" for name, value in said.items()])


def test_nothing_is_removed_unless_its_stage_is_named():
    code, commands, complaint = make("remove", "REGION=eu-west-1")

    assert (code, commands) == (2, [])
    assert "name the stage that is to go" in complaint


def test_a_stage_or_an_address_is_asked():
    module = ".venv/bin/python -m infrastructure.smoke"

    assert make("smoke", "STAGE=prod", "REGION=eu-west-1")[1] == [
        f'{module} --stage prod --region eu-west-1 --version "$VERSION"'
    ]
    assert make("smoke", "URL=http://localhost:3000")[1] == [
        f'{module} --url http://localhost:3000 --version "$VERSION"'
    ]


def test_a_model_is_promoted_after_the_code_is_found_to_be_what_runs_there():
    code, commands, _ = make("promote", "STAGE=prod", "REGION=eu-west-1", f"MODEL={MODEL}")

    assert code == 0
    place = "--stage prod --region eu-west-1"
    assert commands == [
        f".venv/bin/python -m infrastructure.deployed build/bundle-arm64.zip {place}",
        f"{SLS} deploy --conceal {place} --param=architecture=arm64 --param={MODEL}",
    ]


@pytest.mark.parametrize(
    ("model", "complaint"),
    [("", "name the model"), (f"{MODEL} burst=5", "burst=5 is no model")],
)
def test_what_is_no_model_is_not_promoted(model, complaint):
    code, commands, said = make("promote", "STAGE=prod", f"MODEL={model}")

    assert (code, commands) == (2, [])
    assert complaint in said


def packaged(sls, folder, *options):
    """Return the resources of the template, without the moment it was made at."""
    template = package(sls, folder, *options)
    template.write_text(re.sub(r"\d{13}(-[\w:.-]+Z)?", "NOW", template.read_text()))
    return resources_of(template)


def test_a_promotion_changes_the_model_of_the_function_and_what_it_may_read(sls, tmp_path):
    before = packaged(sls, tmp_path / "before")

    after = packaged(sls, tmp_path / "after", f"--param={MODEL}")

    changed = {name for name in before | after if before.get(name) != after.get(name)}
    versions = {name for name in changed if name.startswith("ClassifyLambdaVersion")}
    assert changed - versions == {
        *("ClassifyLambdaFunction", "ClassifyAsksModels", "ClassifySnapStartLambdaAlias"),
        *("DriftLambdaFunction", "DriftReadsManifests"),
        *("FeedbackLambdaFunction", "FeedbackReadsManifests"),
    }
    assert served(after)["news"] == served(before)["news"] | {"artifact": "s3://models/news/1.3.0"}
    assert allowed(after) == {"s3:GetObject": ["arn:${AWS::Partition}:s3:::models/news/1.3.0/*"]}
    for resources in (before, after):
        del resources["ClassifyLambdaFunction"]["Properties"]["Environment"]["Variables"]["MODELS"]
    after["ClassifyLambdaFunction"]["DependsOn"].remove("ClassifyAsksModels")
    assert after["ClassifyLambdaFunction"] == before["ClassifyLambdaFunction"]
