import json

import pytest

from tests.packaged import findings, of_type, package, resources_of

ROUTES = {
    ("POST", "v1/classify"): True,
    ("POST", "v1/classify/batch"): True,
    ("POST", "v1/models/{model}/classify"): True,
    ("GET", "v1/models"): True,
    ("GET", "v1/models/{model}"): True,
    ("GET", "v1/health"): False,
    ("GET", "openapi.json"): False,
    ("GET", "docs"): False,
    ("GET", ""): False,
    ("ANY", "{proxy+}"): False,
}
"""Every route, and whether it needs a key."""


@pytest.fixture(scope="module", params=["dev", "prod"])
def stage(request):
    return request.param


@pytest.fixture(scope="module")
def template(sls, stage, tmp_path_factory):
    return package(sls, tmp_path_factory.mktemp(stage), "--stage", stage)


@pytest.fixture(scope="module")
def resources(template):
    return resources_of(template)


def path_of(resources, reference):
    if "Fn::GetAtt" in reference:
        return ""
    properties = resources[reference["Ref"]]["Properties"]
    return f"{path_of(resources, properties['ParentId'])}/{properties['PathPart']}".lstrip("/")


def test_template_has_no_finding(template):
    assert findings(template) == (0, "")


def test_every_route_but_the_open_ones_needs_a_key(resources):
    methods = of_type(resources, "AWS::ApiGateway::Method").values()

    assert {
        (method["HttpMethod"], path_of(resources, method["ResourceId"])): method["ApiKeyRequired"]
        for method in methods
    } == ROUTES


def test_key_has_a_plan_and_no_value_of_ours(resources):
    (key,) = of_type(resources, "AWS::ApiGateway::ApiKey").values()
    (plan,) = of_type(resources, "AWS::ApiGateway::UsagePlan").values()

    assert "Value" not in key
    assert plan["Throttle"] == {"RateLimit": 50, "BurstLimit": 100}
    assert plan["Quota"] == {"Limit": 1_000_000, "Period": "MONTH"}


def test_functions(resources, stage):
    functions = of_type(resources, "AWS::Lambda::Function")

    assert functions.keys() == {"ClassifyLambdaFunction", "WebLambdaFunction", "DriftLambdaFunction"}
    for name, function in functions.items():
        assert function["Runtime"] == "python3.13"
        assert function["Architectures"] == ["arm64"]
        assert function["Timeout"] < 29 or name == "DriftLambdaFunction"
        assert ("TracingConfig" in function) == (stage == "prod")
        assert function["Environment"]["Variables"]["TRACING"] == str(stage == "prod").lower()
    assert functions["ClassifyLambdaFunction"]["MemorySize"] == 1769


def test_logs_do_not_stay_forever(resources, stage):
    groups = of_type(resources, "AWS::Logs::LogGroup").values()

    assert [group["RetentionInDays"] for group in groups] == [{"dev": 14, "prod": 90}[stage]] * 3


def test_each_function_may_write_its_own_log_and_traces(resources):
    roles = of_type(resources, "AWS::IAM::Role")

    assert roles.keys() == {"ClassifyRole", "WebRole", "DriftRole"}
    for name, role in roles.items():
        policy, *others = role["Policies"]
        assert [one["PolicyName"] for one in others] == (["read-metrics"] if name == "DriftRole" else [])
        log, trace = policy["PolicyDocument"]["Statement"]
        assert log["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
        assert log["Resource"] == {"Fn::GetAtt": [f"{name.removesuffix('Role')}LogGroup", "Arn"]}
        assert trace["Action"] == ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]


def test_gateway_speaks_in_the_envelope(resources):
    responses = of_type(resources, "AWS::ApiGateway::GatewayResponse").values()

    assert {"DEFAULT_4XX", "DEFAULT_5XX", "INVALID_API_KEY", "THROTTLED", "INTEGRATION_TIMEOUT"} <= {
        response["ResponseType"] for response in responses
    }
    for response in responses:
        error = json.loads(response["ResponseTemplates"]["application/json"])["error"]
        assert error.keys() == {"code", "message", "details", "request_id"}
        assert error["request_id"] == "$context.requestId"
        assert "$" not in error["message"]


def test_functions_run_the_bundle(resources):
    for function in of_type(resources, "AWS::Lambda::Function").values():
        assert function["Code"]["S3Key"].endswith("/bundle-arm64.zip")
