"""What `sls package` makes where callers need a token beside the key."""

import subprocess

import pytest

from tests.packaged import BUNDLE, findings, need_bundle, of_type, package, resources_of
from tests.parts import need
from tests.started_api import ROOT

ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_example"
ZIP = BUNDLE.with_name("authorizer-arm64.zip")


@pytest.fixture(scope="module", params=["dev", "prod"])
def stage(request):
    return request.param


@pytest.fixture(scope="module")
def template(sls, stage, tmp_path_factory):
    need(ZIP.exists(), "the function that checks tokens is not packed (make bundle)")
    folder = tmp_path_factory.mktemp(stage)
    parameters = (f"jwtIssuer={ISSUER}", "jwtAudience=page,batch", "jwtScope=news/classify")
    return package(sls, folder, "--stage", stage, *(f"--param={one}" for one in parameters))


@pytest.fixture(scope="module")
def resources(template):
    return resources_of(template)


def test_template_has_no_finding(template):
    assert findings(template) == (0, "")


def test_every_route_with_a_key_needs_the_token_and_no_other(resources):
    for method in of_type(resources, "AWS::ApiGateway::Method").values():
        if method["HttpMethod"] == "OPTIONS":  # a browser asks it before it shows what it has
            continue
        kind = "CUSTOM" if method["ApiKeyRequired"] else "NONE"
        assert method["AuthorizationType"] == kind
        if method["ApiKeyRequired"]:
            assert method["AuthorizerId"] == {"Ref": "AuthorizeApiGatewayAuthorizer"}


def test_the_answer_is_kept_by_token(resources):
    (authorizer,) = of_type(resources, "AWS::ApiGateway::Authorizer").values()

    assert authorizer["Type"] == "TOKEN"
    assert authorizer["IdentitySource"] == "method.request.header.Authorization"
    assert authorizer["AuthorizerResultTtlInSeconds"] == 300
    assert "AuthorizeLambdaFunction" in str(authorizer["AuthorizerUri"])


def test_the_function_is_small_and_runs_its_own_bundle(resources, stage):
    function = of_type(resources, "AWS::Lambda::Function")["AuthorizeLambdaFunction"]

    assert function["FunctionName"] == f"newsdesk-{stage}-authorize"
    assert function["Code"]["S3Key"].endswith("/authorizer-arm64.zip")
    assert (function["MemorySize"], function["Timeout"]) == (512, 10)
    assert function["TracingConfig"] == {"Mode": "PassThrough"}
    wanted = {"JWT_ISSUER": ISSUER, "JWT_AUDIENCE": "page,batch", "JWT_SCOPE": "news/classify"}
    assert wanted.items() <= function["Environment"]["Variables"].items()


def test_the_other_functions_know_nothing_of_it(resources):
    for name, function in of_type(resources, "AWS::Lambda::Function").items():
        if name != "AuthorizeLambdaFunction":
            assert function["Code"]["S3Key"].endswith("/bundle-arm64.zip")
            assert "JWT_ISSUER" not in function["Environment"]["Variables"]


def test_it_may_write_its_log_which_does_not_stay_forever(resources, stage):
    role = resources["AuthorizeRole"]["Properties"]
    group = resources["AuthorizeLogGroup"]["Properties"]

    assert role.keys() == {"AssumeRolePolicyDocument", "Policies"}
    ((statement,),) = (policy["PolicyDocument"]["Statement"] for policy in role["Policies"])
    assert statement["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert statement["Resource"] == {"Fn::GetAtt": ["AuthorizeLogGroup", "Arn"]}
    assert group["LogGroupName"] == f"/aws/lambda/newsdesk-{stage}-authorize"
    assert group["RetentionInDays"] == {"dev": 14, "prod": 90}[stage]


def test_refusals_say_what_is_missing_and_failures_to_come_back(resources):
    responses = {
        response["ResponseType"]: response
        for response in of_type(resources, "AWS::ApiGateway::GatewayResponse").values()
    }

    unauthorized = responses["UNAUTHORIZED"]
    assert unauthorized["StatusCode"] == "401"
    assert unauthorized["ResponseParameters"]["gatewayresponse.header.WWW-Authenticate"] == "'Bearer'"
    for kind in ("AUTHORIZER_FAILURE", "AUTHORIZER_CONFIGURATION_ERROR"):
        assert responses[kind]["StatusCode"] == "503"
        assert responses[kind]["ResponseParameters"]["gatewayresponse.header.Retry-After"] == "'5'"


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        (["jwtIssuer=http://issuer.example", "jwtAudience=page"], "jwtIssuer is 'http://issuer.example'"),
        (["jwtIssuer=https://", "jwtAudience=page"], "jwtIssuer is 'https://'"),
        ([f"jwtIssuer={ISSUER}"], "jwtIssuer needs a jwtAudience"),
        ([f"jwtIssuer={ISSUER}", "jwtAudience=page", "jwtScope=a b"], "jwtScope is 'a b'"),
    ],
)
def test_what_the_function_would_stumble_on_is_told_before(sls, tmp_path, parameters, problem):
    need_bundle()
    done = subprocess.run(
        [sls, "package", "--package", tmp_path, *(f"--param={one}" for one in parameters)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert problem in done.stderr + done.stdout
