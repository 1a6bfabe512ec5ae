"""`sls deploy` and what follows it, against a server that plays AWS (moto): deployed, deployed anew, removed."""

import base64
import hashlib
import json
import os
import subprocess

import pytest
from botocore.exceptions import ClientError

from tests.packaged import BUNDLE, need_bundle
from tests.started_api import ROOT
from tests.started_moto import started_moto

STACK = "newsdesk-prod"


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    """A server of its own: what is there, and what is left, is asked of the whole account."""
    with started_moto(tmp_path_factory.mktemp("moto")) as aws:
        yield aws


@pytest.fixture(scope="module")
def client(aws):
    return aws.client


@pytest.fixture(scope="module")
def run(sls, aws):
    """Run the framework on the stage `prod`; returns what it prints."""
    need_bundle()

    def run(*command):
        done = subprocess.run(
            [sls, *command, "--stage", "prod"],
            cwd=ROOT,
            env=os.environ | aws.environment | {"NODE_NO_WARNINGS": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


@pytest.fixture(scope="module")
def deployed(run):
    return run("deploy")


def function(client, name):
    return client("lambda").get_function(FunctionName=f"newsdesk-prod-{name}")["Configuration"]


def models_of(client):
    return json.loads(function(client, "classify")["Environment"]["Variables"]["MODELS"])


def test_it_says_where_the_service_is(deployed, run):
    for said in (deployed, run("info")):
        assert ".execute-api.eu-west-1.amazonaws.com/prod/v1/classify\n" in said
        assert "classify: newsdesk-prod-classify" in said


def test_the_functions_are_those_of_the_bundle(deployed, client):
    digest = base64.b64encode(hashlib.sha256(BUNDLE.read_bytes()).digest()).decode()

    for name in ("classify", "web", "feedback", "drift"):
        found = function(client, name)
        assert found["CodeSha256"] == digest
        assert (found["Handler"], found["Runtime"]) == (f"handlers/{name}.handler", "python3.13")
    assert models_of(client)["news"]["backend"] == "local"


def test_the_routes_lead_to_them_and_want_a_key(deployed, client):
    gateway = client("apigateway")
    (api,) = gateway.get_rest_apis()["items"]
    found = {
        (method, resource["path"]): gateway.get_method(
            restApiId=api["id"], resourceId=resource["id"], httpMethod=method
        )
        for resource in gateway.get_resources(restApiId=api["id"], embed=["methods"])["items"]
        for method in resource.get("resourceMethods", {})
    }

    assert found["POST", "/v1/classify"]["apiKeyRequired"] is True
    assert found["GET", "/v1/health"]["apiKeyRequired"] is False
    assert client("lambda").get_alias(FunctionName="newsdesk-prod-classify", Name="snapstart")
    uris = {route: method["methodIntegration"].get("uri", "") for route, method in found.items()}
    assert uris["POST", "/v1/classify"].endswith(":newsdesk-prod-classify:snapstart/invocations")
    assert uris["GET", "/"].endswith(":newsdesk-prod-web/invocations")


def test_the_stage_is_that_of_the_template_and_nobody_touches_it_later(deployed, client):
    (api,) = client("apigateway").get_rest_apis()["items"]
    stage = client("apigateway").get_stage(restApiId=api["id"], stageName="prod")
    (group,) = client("logs").describe_log_groups(logGroupNamePrefix="/aws/api-gateway/")["logGroups"]

    log = stage["accessLogSettings"]["destinationArn"]
    assert log.endswith(":log-group:/aws/api-gateway/newsdesk-prod/access")
    assert log == group["logGroupArn"]
    assert stage["tracingEnabled"] is True
    # By itself, the framework would tag it by a call when all is deployed. CloudFormation does that here.
    assert "tags" not in stage


def test_the_stack_is_tagged_and_so_is_what_is_in_it(deployed, client):
    (stack,) = client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]

    tags = {tag["Key"]: tag["Value"] for tag in stack["Tags"]}
    assert tags.items() >= {"service": "newsdesk", "stage": "prod", "owner": "newsdesk"}.items()


def test_the_dashboard_and_the_topic_of_the_alarms_are_there(deployed, client):
    cloudwatch, sns = client("cloudwatch"), client("sns")

    (topic,) = sns.list_topics()["Topics"]
    encrypted_by = sns.get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"]["KmsMasterKeyId"]
    assert encrypted_by in {key["KeyId"] for key in client("kms").list_keys()["Keys"]}
    dashboard = cloudwatch.get_dashboard(DashboardName="newsdesk-prod-eu-west-1")["DashboardBody"]
    alarms, *_ = json.loads(dashboard)["widgets"]
    assert alarms["properties"]["alarms"]
    for arn in alarms["properties"]["alarms"]:
        assert arn.startswith("arn:aws:cloudwatch:eu-west-1:")
    assert "${PROP('Dim.model')}" in dashboard  # which CloudWatch fills in


def test_a_deployment_anew_changes_what_has_changed(deployed, run, client):
    assert client("sagemaker").list_endpoints()["Endpoints"] == []

    run("deploy", "--param=models=news,sentiment")

    assert list(models_of(client)) == ["news", "sentiment"]
    assert len(client("sagemaker").list_endpoints()["Endpoints"]) == 1


def test_corrections_have_a_table_that_their_function_knows(deployed, client):
    (table,) = client("dynamodb").list_tables()["TableNames"]

    assert "FeedbackTable" in table
    assert function(client, "feedback")["Environment"]["Variables"]["FEEDBACK_TABLE"] == table
    (key,) = client("dynamodb").describe_table(TableName=table)["Table"]["KeySchema"]
    assert key == {"AttributeName": "id", "KeyType": "HASH"}


def test_nothing_but_models_and_corrections_is_left_where_it_is_removed(deployed, run, client):
    run("remove")

    assert client("lambda").list_functions()["Functions"] == []
    (bucket,) = client("s3").list_buckets()["Buckets"]
    assert "modelbucket" in bucket["Name"]
    assert len(client("dynamodb").list_tables()["TableNames"]) == 1
    with pytest.raises(ClientError, match="does not exist"):
        client("cloudformation").describe_stacks(StackName=STACK)
