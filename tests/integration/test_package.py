import json

import pytest

from handlers.corrections.settings import Settings
from model.artifact import FILES, MANIFEST
from tests.packaged import findings, of_type, package, resources_of, served
from tests.started_api import ROOT
from training.release.claim import CLAIM
from training.release.published import ANSWERS, TARBALL

SCHEMAS = ROOT / "infrastructure/schemas"

ROUTES = {
    ("POST", "v1/classify"): True,
    ("POST", "v1/classify/batch"): True,
    ("POST", "v1/models/{model}/classify"): True,
    ("POST", "v1/feedback"): True,
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


def test_bodies_are_held_against_the_committed_schemas(resources):
    methods = of_type(resources, "AWS::ApiGateway::Method").values()
    (validator,) = of_type(resources, "AWS::ApiGateway::RequestValidator").values()
    schemas = {}
    for method in methods:
        if method["HttpMethod"] == "POST":
            ((media_type, model),) = method["RequestModels"].items()
            assert method["RequestValidatorId"]["Ref"] in resources
            assert media_type == "application/json"
            path = path_of(resources, method["ResourceId"])
            schemas[path] = resources[model["Ref"]]["Properties"]["Schema"]

    one, batch, correction = (
        json.loads((SCHEMAS / f"{name}.json").read_text()) for name in ("classify", "batch", "feedback")
    )
    assert validator["ValidateRequestBody"] is True
    assert schemas == {
        "v1/classify": one,
        "v1/classify/batch": batch,
        "v1/models/{model}/classify": one,
        "v1/feedback": correction,
    }


def test_key_has_a_plan_and_no_value_of_ours(resources):
    (key,) = of_type(resources, "AWS::ApiGateway::ApiKey").values()
    (plan,) = of_type(resources, "AWS::ApiGateway::UsagePlan").values()

    assert "Value" not in key
    assert plan["Throttle"] == {"RateLimit": 50, "BurstLimit": 100}
    assert plan["Quota"] == {"Limit": 1_000_000, "Period": "MONTH"}
    assert plan["ApiStages"] == [{"ApiId": {"Ref": "ApiGatewayRestApi"}, "Stage": {"Ref": "Stage"}}]


def test_the_stage_shows_the_deployment_and_the_deployment_all_there_is(resources):
    (name,) = of_type(resources, "AWS::ApiGateway::Deployment")
    methods = of_type(resources, "AWS::ApiGateway::Method")
    responses = of_type(resources, "AWS::ApiGateway::GatewayResponse")

    assert resources["Stage"]["Properties"]["DeploymentId"] == {"Ref": name}
    assert "StageName" not in resources[name]["Properties"]
    assert set(resources[name]["DependsOn"]) == {*methods, *responses}


def test_every_route_with_a_key_has_a_limit_of_its_own_and_every_other_has_one_too(resources):
    settings = resources["Stage"]["Properties"]["MethodSettings"]

    limits = {
        (one["HttpMethod"], one["ResourcePath"].replace("~1", "/").lstrip("/")): one["ThrottlingRateLimit"]
        for one in settings
    }
    keyed = {route for route, keyed in ROUTES.items() if keyed}
    assert limits.keys() == {("*", "*"), ("GET", "v1/health"), *keyed}
    assert limits["POST", "v1/classify"] == limits["POST", "v1/models/{model}/classify"] == 100
    assert limits["POST", "v1/classify/batch"] == 10
    assert limits["POST", "v1/feedback"] == 10
    assert limits["*", "*"] == 50
    assert all(one["ThrottlingBurstLimit"] == one["ThrottlingRateLimit"] for one in settings)


def test_no_log_has_what_was_asked(resources, stage):
    properties = resources["Stage"]["Properties"]
    log = properties["AccessLogSetting"]
    line = json.loads(log["Format"])

    assert log["DestinationArn"]["Fn::Sub"].endswith(":log-group:${AccessLog}")
    assert "\n" not in log["Format"]  # which API Gateway does not take
    assert set(line.values()) == {
        f"$context.{name}"
        for name in (
            *("requestId", "requestTime", "httpMethod", "resourcePath", "status", "error.responseType"),
            *("identity.apiKeyId", "responseLength", "responseLatency", "integrationLatency"),
            *("integrationStatus", "xrayTraceId"),
        )
    }
    for settings in properties["MethodSettings"]:
        assert settings["DataTraceEnabled"] is False
        assert settings["LoggingLevel"] == "OFF"
        assert settings["MetricsEnabled"] is (stage == "prod")


def test_the_stage_waits_for_the_leave_to_log(resources):
    account = resources["GatewayLog"]

    assert resources["Stage"]["DependsOn"] == ["GatewayLog"]
    assert account["Properties"]["CloudWatchRoleArn"] == {"Fn::GetAtt": ["GatewayLogRole", "Arn"]}
    for name in ("GatewayLog", "GatewayLogRole"):
        assert resources[name]["DeletionPolicy"] == "RetainExceptOnCreate"


def test_functions(resources, stage):
    functions = of_type(resources, "AWS::Lambda::Function")

    assert functions.keys() == {f"{name}LambdaFunction" for name in ("Classify", "Web", "Feedback", "Drift")}
    for name, function in functions.items():
        assert function["Runtime"] == "python3.13"
        assert function["Architectures"] == ["arm64"]
        assert function["Timeout"] < 29 or name == "DriftLambdaFunction"
        assert ("TracingConfig" in function) == (stage == "prod")
        assert function["Environment"]["Variables"]["TRACING"] == str(stage == "prod").lower()
        assert "VpcConfig" not in function
        assert "ReservedConcurrentExecutions" not in function
    assert functions["ClassifyLambdaFunction"]["MemorySize"] == 1769
    assert functions["ClassifyLambdaFunction"]["SnapStart"] == {"ApplyOn": "PublishedVersions"}


def test_what_may_write_traces_does_so_before_the_function_is_made(resources, stage):
    waiting = {name for name, one in resources.items() if "Tracing" in one.get("DependsOn", [])}

    assert waiting == (set(of_type(resources, "AWS::Lambda::Function")) if stage == "prod" else set())


def test_api_gateway_asks_a_version_that_goes_when_the_next_one_has_come(resources):
    (version,) = (name for name, one in resources.items() if one["Type"] == "AWS::Lambda::Version")
    alias = resources["ClassifySnapStartLambdaAlias"]
    permission = resources["ClassifyLambdaPermissionApiGateway"]["Properties"]

    assert "DeletionPolicy" not in resources[version]
    assert resources[version]["Properties"]["FunctionName"] == {"Ref": "ClassifyLambdaFunction"}
    assert alias["Properties"]["FunctionVersion"] == {"Fn::GetAtt": [version, "Version"]}
    assert permission["FunctionName"]["Fn::Join"][1][-1] == alias["Properties"]["Name"] == "snapstart"
    for method in of_type(resources, "AWS::ApiGateway::Method").values():
        function, *qualifier, _ = method["Integration"]["Uri"]["Fn::Join"][1][5:]
        asks_classify = function == {"Fn::GetAtt": ["ClassifyLambdaFunction", "Arn"]}
        assert qualifier == ([":", "snapstart"] if asks_classify else [])


def test_no_asynchronous_call_is_tried_for_hours(resources):
    configured = of_type(resources, "AWS::Lambda::EventInvokeConfig").values()

    assert {one["FunctionName"]["Ref"] for one in configured} == set(
        of_type(resources, "AWS::Lambda::Function")
    )
    for one in configured:
        # The schedule's own calls are repeated once, and seldom enough.
        drift = one["FunctionName"]["Ref"] == "DriftLambdaFunction"
        assert one["MaximumRetryAttempts"] == (1 if drift else 0)
        assert one["MaximumEventAgeInSeconds"] == (3600 if drift else 60)


def test_production_gets_a_new_version_by_and_by(resources, stage):
    alias = resources["ClassifySnapStartLambdaAlias"]

    if stage == "dev":
        assert "UpdatePolicy" not in alias
        assert "Canary" not in resources
        return
    group = resources["CanaryGroup"]["Properties"]
    assert alias["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"] == {
        "ApplicationName": {"Ref": "Canary"},
        "DeploymentGroupName": {"Ref": "CanaryGroup"},
    }
    assert group["DeploymentConfigName"] == "CodeDeployDefault.LambdaCanary10Percent10Minutes"
    assert {"Name": {"Ref": "CanaryErrors"}} in group["AlarmConfiguration"]["Alarms"]
    assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]


def test_logs_do_not_stay_forever(resources, stage):
    groups = of_type(resources, "AWS::Logs::LogGroup")

    assert groups.keys() == {
        *("AccessLog", "ClassifyLogGroup", "DriftLogGroup", "FeedbackLogGroup", "WebLogGroup"),
    }
    assert {group["RetentionInDays"] for group in groups.values()} == {{"dev": 14, "prod": 90}[stage]}


def test_every_bucket_is_encrypted_and_private_and_reached_by_tls_alone(resources):
    buckets = of_type(resources, "AWS::S3::Bucket")
    policies = {
        policy["Bucket"]["Ref"]: policy["PolicyDocument"]["Statement"]
        for policy in of_type(resources, "AWS::S3::BucketPolicy").values()
    }

    assert buckets.keys() == policies.keys() == {"ModelBucket", "ServerlessDeploymentBucket"}
    for name, bucket in buckets.items():
        (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert encryption["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert len(bucket["PublicAccessBlockConfiguration"]) == 4
        assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
        assert any(
            "AbortIncompleteMultipartUpload" in rule for rule in bucket["LifecycleConfiguration"]["Rules"]
        )
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
        assert any(
            "NoncurrentVersionExpiration" in rule for rule in bucket["LifecycleConfiguration"]["Rules"]
        )
        refusal = policies[name][0]
        assert (refusal["Effect"], refusal["Action"], refusal["Principal"]) == ("Deny", "s3:*", "*")
        assert str(refusal["Condition"]["Bool"]["aws:SecureTransport"]).lower() == "false"
        assert len(refusal["Resource"]) == 2


def test_models_outlive_the_stack_and_mistakes(template, resources):
    bucket = resources["ModelBucket"]
    (kept, _) = bucket["Properties"]["LifecycleConfiguration"]["Rules"]

    assert kept["NoncurrentVersionExpiration"] == {"NoncurrentDays": 90}
    for name in ("ModelBucket", "ModelBucketPolicy"):
        assert resources[name]["DeletionPolicy"] == "RetainExceptOnCreate"
        assert resources[name]["UpdateReplacePolicy"] == "Retain"
    outputs = json.loads(template.read_text())["Outputs"]
    assert outputs["ModelBucketName"]["Value"] == {"Ref": "ModelBucket"}


def test_no_file_of_a_release_is_overwritten_and_no_pointer_unseen(resources):
    _, files, pointers = resources["ModelBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]

    for refusal in (files, pointers):
        assert (refusal["Effect"], refusal["Principal"]) == ("Deny", "*")
        assert refusal["Action"] == "s3:PutObject"
        assert refusal["Condition"]["Bool"] == {"s3:ObjectCreationOperation": "true"}
    assert files["Condition"]["Null"] == {"s3:if-none-match": "true"}
    assert pointers["Condition"]["Null"] == {"s3:if-none-match": "true", "s3:if-match": "true"}
    below = {resource["Fn::Sub"].removeprefix("${ModelBucket.Arn}/models/") for resource in files["Resource"]}
    assert below == {f"*/*/{name}" for name in (CLAIM, MANIFEST, *FILES, ANSWERS, TARBALL)}
    assert pointers["Resource"] == {"Fn::Sub": "${ModelBucket.Arn}/models/*/stages/*.json"}


def test_corrections_outlive_the_stack_and_mistakes_but_not_their_time(template, resources):
    (table,) = of_type(resources, "AWS::DynamoDB::Table").values()

    assert table["KeySchema"] == [{"AttributeName": "id", "KeyType": "HASH"}]
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert resources["FeedbackTable"]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert resources["FeedbackTable"]["UpdateReplacePolicy"] == "Retain"
    outputs = json.loads(template.read_text())["Outputs"]
    assert outputs["FeedbackTableName"]["Value"] == {"Ref": "FeedbackTable"}


def test_no_headline_of_a_correction_is_kept_unless_told(resources):
    function = resources["FeedbackLambdaFunction"]["Properties"]
    variables = function["Environment"]["Variables"]

    assert Settings.from_environment(variables | {"FEEDBACK_TABLE": "corrections"}) == Settings(
        table="corrections", text=False, days=365
    )
    assert variables["FEEDBACK_TABLE"] == {"Ref": "FeedbackTable"}
    assert json.loads(variables["MODELS"]) == served(resources)


def test_everything_is_tagged(template, stage):
    state = json.loads(template.with_name("serverless-state.json").read_text())

    tags = {"service": "newsdesk", "stage": stage, "owner": "newsdesk"}
    assert state["service"]["provider"]["stackTags"] == tags


def test_no_region_is_written_down(template):
    assert "us-east-1" not in template.read_text()


def test_the_api_is_of_its_region_and_takes_no_old_tls(resources):
    (api,) = of_type(resources, "AWS::ApiGateway::RestApi").values()

    assert api["EndpointConfiguration"] == {"Types": ["REGIONAL"]}
    assert (api["SecurityPolicy"], api["EndpointAccessMode"]) == ("SecurityPolicy_TLS13_1_2_2021_06", "BASIC")


def test_nothing_optional_is_there_unasked(resources):
    kinds = {resource["Type"].split("::")[1] for resource in resources.values()}

    assert kinds.isdisjoint({"EC2", "Route53", "WAFv2"})
    assert not any(name.endswith("Options") for name in resources)


def test_gateway_speaks_in_the_envelope(resources):
    responses = of_type(resources, "AWS::ApiGateway::GatewayResponse").values()

    assert {
        *("DEFAULT_4XX", "DEFAULT_5XX", "BAD_REQUEST_BODY", "INVALID_API_KEY", "WAF_FILTERED", "THROTTLED"),
        "INTEGRATION_TIMEOUT",
    } <= {response["ResponseType"] for response in responses}
    for response in responses:
        error = json.loads(response["ResponseTemplates"]["application/json"])["error"]
        assert error.keys() == {"code", "message", "details", "request_id"}
        assert error["request_id"] == "$context.requestId"
        assert "$" not in error["message"]


def test_functions_run_the_bundle(resources):
    for function in of_type(resources, "AWS::Lambda::Function").values():
        assert function["Code"]["S3Key"].endswith("/bundle-arm64.zip")
