"""How GitHub deploys: roles that can do what the deployment needs, and no more."""

import json
import re
from collections import Counter
from fnmatch import fnmatchcase

import boto3
import pytest
import yaml
from cfnlint.decode import cfn_yaml
from moto import mock_aws
from moto.cloudformation import parsing

from infrastructure.smoke.discovery import KEY, NAME
from tests.packaged import findings, of_type, package, resources_of, run_plugin
from tests.permissions import permissions
from tests.started_api import ROOT

TEMPLATE = ROOT / "infrastructure/delivery.yml"
GATEWAY_LOG = ROOT / "infrastructure/optional/gatewayLog.yml"
MAKES = {
    "AWS::ApiGateway": "apigateway:POST",
    "AWS::ApplicationAutoScaling::ScalableTarget": "application-autoscaling:RegisterScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy": "application-autoscaling:PutScalingPolicy",
    "AWS::CloudWatch::Alarm": "cloudwatch:PutMetricAlarm",
    "AWS::CloudWatch::Dashboard": "cloudwatch:PutDashboard",
    "AWS::CodeDeploy::Application": "codedeploy:CreateApplication",
    "AWS::CodeDeploy::DeploymentGroup": "codedeploy:CreateDeploymentGroup",
    "AWS::DynamoDB::Table": "dynamodb:CreateTable",
    "AWS::EC2::SecurityGroup": "ec2:CreateSecurityGroup",
    "AWS::EC2::VPCEndpoint": "ec2:CreateVpcEndpoint",
    "AWS::Events::Rule": "events:PutRule",
    "AWS::IAM::Policy": "iam:PutRolePolicy",
    "AWS::IAM::Role": "iam:CreateRole",
    "AWS::IAM::RolePolicy": "iam:PutRolePolicy",
    "AWS::KMS::Key": "kms:CreateKey",
    "AWS::Lambda::Alias": "lambda:CreateAlias",
    "AWS::Lambda::EventInvokeConfig": "lambda:PutFunctionEventInvokeConfig",
    "AWS::Lambda::Function": "lambda:CreateFunction",
    "AWS::Lambda::Permission": "lambda:AddPermission",
    "AWS::Lambda::Version": "lambda:PublishVersion",
    "AWS::Logs::LogGroup": "logs:CreateLogGroup",
    "AWS::Logs::MetricFilter": "logs:PutMetricFilter",
    "AWS::Route53::HealthCheck": "route53:CreateHealthCheck",
    "AWS::Route53::RecordSet": "route53:ChangeResourceRecordSets",
    "AWS::S3::Bucket": "s3:CreateBucket",
    "AWS::S3::BucketPolicy": "s3:PutBucketPolicy",
    "AWS::SNS::Subscription": "sns:Subscribe",
    "AWS::SNS::Topic": "sns:CreateTopic",
    "AWS::SNS::TopicPolicy": "sns:SetTopicAttributes",
    "AWS::SageMaker::Endpoint": "sagemaker:CreateEndpoint",
    "AWS::SageMaker::EndpointConfig": "sagemaker:CreateEndpointConfig",
    "AWS::SageMaker::Model": "sagemaker:CreateModel",
    "AWS::WAFv2::WebACL": "wafv2:CreateWebACL",
    "AWS::WAFv2::WebACLAssociation": "wafv2:AssociateWebACL",
}
"""What it takes to make a resource, by its type; of API Gateway, one for all."""

HERE = "eu-west-1:123456789012"
NAMED = {
    "AWS::CloudWatch::Alarm": (f"arn:aws:cloudwatch:{HERE}:alarm:{{}}", "AlarmName"),
    "AWS::CloudWatch::Dashboard": ("arn:aws:cloudwatch::123456789012:dashboard/{}", "DashboardName"),
    "AWS::CodeDeploy::Application": (f"arn:aws:codedeploy:{HERE}:application:{{}}", "ApplicationName"),
    "AWS::DynamoDB::Table": (f"arn:aws:dynamodb:{HERE}:table/{{}}", "TableName"),
    "AWS::Events::Rule": (f"arn:aws:events:{HERE}:rule/{{}}", "Name"),
    "AWS::IAM::Role": ("arn:aws:iam::123456789012:role/{}", "RoleName"),
    "AWS::Lambda::Function": (f"arn:aws:lambda:{HERE}:function:{{}}", "FunctionName"),
    "AWS::Logs::LogGroup": (f"arn:aws:logs:{HERE}:log-group:{{}}", "LogGroupName"),
    "AWS::S3::Bucket": ("arn:aws:s3:::{}", "BucketName"),
    "AWS::SNS::Topic": (f"arn:aws:sns:{HERE}:{{}}", "TopicName"),
    "AWS::SageMaker::Endpoint": (f"arn:aws:sagemaker:{HERE}:endpoint/{{}}", "EndpointName"),
    "AWS::WAFv2::WebACL": (f"arn:aws:wafv2:{HERE}:regional/webacl/{{}}/0123", "Name"),
}
"""The ARN of what has a name, by its type, and the property with the name, which CloudFormation else makes up."""

OF_THE_STAGE = {"StringEquals": {"aws:ResourceTag/stage": {"Ref": "Stage"}}}

EVERYTHING = (
    *(
        "canary=Canary10Percent5Minutes",
        "tracing=true",
        "waf=true",
        "corsOrigin=*",
        "alarmEmail=a@example.org",
    ),
    *("domain=news.example.org", "domainCertificate=arn:aws:acm:us-east-1:123456789012:certificate/1"),
    *("domainZone=Z0123456789ABCDEFGHIJ", "jwtIssuer=https://issuer.example.com", "jwtAudience=newsdesk"),
    *("vpc=vpc-0123456789abcdef0", "subnets=subnet-0123456789abcdef0", "backend=bedrock"),
    *("provisionedConcurrency=2", "reservedConcurrency=5"),
)
"""All that is off by default."""

PLUGIN = """
    import Delivery from './infrastructure/delivery.mjs';
    const [delivery, Resources] = JSON.parse(process.argv.at(-1));
    const provider = { iam: { role: 'kept' }, compiledCloudFormationTemplate: { Resources } };
    const { hooks } = new Delivery({ service: { provider, custom: { delivery } } });
    hooks.initialize();
    hooks['after:aws:package:finalize:mergeCustomProviderResources']();
    console.log(JSON.stringify([provider.iam, Resources]));
"""


@pytest.fixture(scope="module")
def resources():
    return json.loads(json.dumps(cfn_yaml.load(TEMPLATE)))["Resources"]


def statements(document):
    """Return the statements of a policy, those on a condition of the template included."""
    found = [one["Fn::If"][1] if "Fn::If" in one else one for one in document["Statement"]]
    assert all(one["Effect"] == "Allow" for one in found)
    return found


def actions(statement):
    found = statement["Action"]
    return [found] if isinstance(found, str) else found


def targets(statement):
    found = statement["Resource"]
    return [
        one.get("Fn::Sub", one) if isinstance(one, dict) else one
        for one in (found if isinstance(found, list) else [found])
    ]


def policies(resources):
    """Return the policies of the template, by name."""
    found = {
        name: one["PolicyDocument"] for name, one in of_type(resources, "AWS::IAM::ManagedPolicy").items()
    }
    (found["DeployRole"],) = (
        one["PolicyDocument"] for one in resources["DeployRole"]["Properties"]["Policies"]
    )
    return found


def making(resources):
    """Return the statements of CloudFormation's role."""
    attached = resources["ExecutionRole"]["Properties"]["ManagedPolicyArns"]
    names = [one["Fn::If"][1]["Ref"] if "Fn::If" in one else one["Ref"] for one in attached]
    return [one for name in names for one in statements(policies(resources)[name])]


def filled(target, **names):
    """Return a pattern of ARNs as it is for a stage."""
    names = {"AWS::Partition": "aws", "AWS::AccountId": "123456789012", "Stage": "dev", **names}
    return re.sub(r"\$\{([\w:]+)\}", lambda found: names[found[1]], target)


def permitted(resources, action, arn):
    """Tell whether CloudFormation's role of the stage `dev` may do this to a resource."""
    return any(
        fnmatchcase(arn, filled(one))
        for statement in making(resources)
        if action in actions(statement)
        for one in targets(statement)
    )


def conditions(resources, action, among):
    """Return the condition of each statement with an action, by resource that is among them."""
    return {
        one: statement.get("Condition")
        for statement in making(resources)
        if action in actions(statement)
        for one in targets(statement)
        if among in one
    }


@pytest.fixture
def account(monkeypatch):
    """An account that has nothing yet."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    # moto leaves an AWS::NoValue in its list, from which CloudFormation takes it.
    cleaned = parsing.clean_json

    def clean(node, names):
        found = cleaned(node, names)
        return [one for one in found if one is not None] if isinstance(found, list) else found

    monkeypatch.setattr(parsing, "clean_json", clean)
    with mock_aws():
        yield


def make_stack(**parameters):
    """Make the stack of `prod`; return its outputs."""
    client = boto3.client("cloudformation", "eu-west-1")
    given = {"Repository": "owner/name", "Stage": "prod", "ModelBucket": "models", **parameters}
    client.create_stack(
        StackName="github-newsdesk-prod",
        TemplateBody=TEMPLATE.read_text(encoding="utf-8"),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()],
    )
    (stack,) = client.describe_stacks(StackName="github-newsdesk-prod")["Stacks"]
    return {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}


def test_the_template_has_no_finding():
    assert findings(TEMPLATE) == (0, "")


@pytest.mark.usefixtures("account")
@pytest.mark.filterwarnings("ignore:Tried to parse AWS..IAM..OIDCProvider")  # which moto knows only by itself
def test_it_gives_out_what_a_workflow_needs():
    outputs = make_stack()

    iam = "arn:aws:iam::123456789012"
    assert outputs["DeployRole"].startswith(f"{iam}:role/github-newsdesk-prod-DeployRole")
    role, boundary = outputs["Params"].split()
    assert role.startswith(f"deploymentRole={iam}:role/github-newsdesk-prod-ExecutionRole")
    assert boundary.startswith(f"permissionsBoundary={iam}:policy/github-newsdesk-prod-Boundary")


@pytest.mark.usefixtures("account")
@pytest.mark.filterwarnings("ignore:Tried to parse AWS..IAM..OIDCProvider")
@pytest.mark.parametrize(
    ("parameters", "more"),
    [
        ({}, set()),
        ({"HostedZone": "Z0123456789ABCDEFGHIJ"}, {"MakesName"}),
        ({"Vpc": "vpc-0123456789abcdef0"}, {"MakesNetwork"}),
        ({"Firewall": "true"}, {"MakesFirewall"}),
    ],
    ids=["by default", "a name", "a VPC", "a firewall"],
)
def test_what_is_off_by_default_nobody_may_make_unless_told(parameters, more):
    make_stack(**parameters)

    made = boto3.client("iam").list_policies(Scope="Local")["Policies"]

    found = {one["PolicyName"].removeprefix("github-newsdesk-prod-").split("-")[0] for one in made}
    assert found - {"Boundary"} == {"MakesRoles", "MakesApi", "MakesEndpoints", "MakesMonitoring"} | more


def test_cloudformation_has_every_policy_that_there_is(resources):
    policies = {
        name: one.get("Condition")
        for name, one in resources.items()
        if one["Type"] == "AWS::IAM::ManagedPolicy"
    }
    attached = resources["ExecutionRole"]["Properties"]["ManagedPolicyArns"]
    given = [one.get("Fn::If", [None, one, {"Ref": "AWS::NoValue"}]) for one in attached]

    assert policies.pop("Boundary", "missing") is None
    assert {one["Ref"]: condition for condition, one, _ in given} == policies
    assert all(otherwise == {"Ref": "AWS::NoValue"} for _, _, otherwise in given)


def test_a_job_of_this_environment_of_this_repository_gets_in_and_nobody_else(resources):
    (trust,) = resources["DeployRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]

    assert trust["Action"] == "sts:AssumeRoleWithWebIdentity"
    issuer = "token.actions.githubusercontent.com"
    assert trust["Condition"] == {
        "StringEquals": {
            f"{issuer}:aud": "sts.amazonaws.com",
            f"{issuer}:sub": {"Fn::Sub": "repo:${Repository}:environment:${Stage}"},
        }
    }


def test_github_changes_the_stack_by_the_hand_of_cloudformation_alone(resources):
    execution = {"Fn::GetAtt": ["ExecutionRole", "Arn"]}
    deploying = statements(policies(resources)["DeployRole"])
    changing = [one for one in deploying if "cloudformation:UpdateStack" in actions(one)]
    passing = [one for one in deploying if "iam:PassRole" in actions(one)]

    assert [one["Condition"] for one in changing] == [{"ArnEquals": {"cloudformation:RoleArn": execution}}]
    assert [one["Resource"] for one in passing] == [execution]
    made = {action for one in deploying for action in actions(one)} & set(MAKES.values())
    assert made == set()
    (trust,) = resources["ExecutionRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "cloudformation.amazonaws.com"}


def test_github_reads_which_model_a_stage_has_and_no_model(resources):
    reading = [
        one
        for one in statements(policies(resources)["DeployRole"])
        if actions(one) == ["s3:GetObject"] and "${ModelBucket}" in targets(one)[0]
    ]
    (patterns,) = ([filled(target, ModelBucket="models") for target in targets(one)] for one in reading)

    def may_read(key):
        return any(fnmatchcase(f"arn:aws:s3:::models/{key}", pattern) for pattern in patterns)

    assert may_read("models/news/stages/prod.json")
    assert may_read("a/prefix/models/news/stages/prod.json")
    assert may_read("models/news/1.2.0/model.tar.gz")
    assert not may_read("models/news/1.2.0/model.onnx")
    assert not may_read("capture/endpoint/main/headlines.jsonl")


def test_no_role_is_made_or_given_rights_without_the_boundary(resources):
    giving = {"iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"}
    found = [one for one in making(resources) if giving & set(actions(one))]

    assert len(found) == 1
    assert giving <= set(actions(found[0]))
    assert found[0]["Condition"] == {"ArnEquals": {"iam:PermissionsBoundary": {"Ref": "Boundary"}}}
    every = {
        action
        for document in policies(resources).values()
        for one in statements(document)
        for action in actions(one)
    }
    assert "iam:DeleteRolePermissionsBoundary" not in every
    assert not any(
        action.startswith("iam:")
        for one in statements(policies(resources)["Boundary"])
        for action in actions(one)
    )


def test_a_stage_cannot_change_what_holds_it(resources):
    arns = [
        arn
        for one in making(resources)
        for arn in targets(one)
        if ":iam::" in arn and "aws-service-role" not in arn
    ]

    assert arns
    assert all(re.search(r":role/newsdesk-\$\{Stage\}-\*$", arn) for arn in arns)
    assert NAME == "newsdesk"
    assert yaml.safe_load((ROOT / "serverless.yml").read_text())["service"] == NAME


def test_no_action_is_a_wildcard_and_every_policy_fits(resources):
    for name, document in policies(resources).items():
        found = Counter(action for one in statements(document) for action in actions(one))
        assert not any("*" in action for action in found), name
        size = len(re.sub(r"\s", "", json.dumps(document)))
        assert size < 6144, name  # what IAM takes in a managed policy


@pytest.mark.parametrize(
    "parameters",
    [(), ("backend=sagemaker",), ("backend=sagemaker-serverless",), ("models=news,sentiment",), EVERYTHING],
    ids=["local", "sagemaker", "sagemaker-serverless", "hub", "everything"],
)
def test_cloudformation_may_make_all_that_the_stack_has(resources, sls, tmp_path, parameters):
    template = package(sls, tmp_path, *[f"--param={one}" for one in ("endpointBucket=models", *parameters)])
    types = {one["Type"] for one in resources_of(template).values()}

    wanted = {MAKES["AWS::ApiGateway"] if "ApiGateway" in one else MAKES[one] for one in types}

    assert wanted <= {action for one in making(resources) for action in actions(one)}


@pytest.mark.parametrize(
    "parameters",
    [("backend=sagemaker",), ("backend=sagemaker-serverless", "models=news,sentiment"), EVERYTHING],
    ids=["sagemaker", "sagemaker-serverless", "everything"],
)
def test_what_has_a_name_is_of_this_stage_and_of_no_other(resources, sls, tmp_path, parameters):
    template = package(sls, tmp_path, *[f"--param={one}" for one in ("endpointBucket=models", *parameters)])
    looked_at = Counter()

    for logical, one in resources_of(template).items():
        if one["Type"] not in NAMED:
            continue
        looked_at[one["Type"]] += 1
        arn, given = NAMED[one["Type"]]
        name = one.get("Properties", {}).get(given, f"newsdesk-dev-{logical}-0A1B2C")
        name = filled(name["Fn::Sub"], **{"AWS::Region": "eu-west-1"}) if isinstance(name, dict) else name
        assert "newsdesk-dev" in name
        assert permitted(resources, MAKES[one["Type"]], arn.format(name)), name
        # Not those of a stage whose name begins the same, or ends so.
        for other in ("newsdesk-dev2", "newsdesk-de", "newsdesk-adev"):
            elsewhere = arn.format(name.replace("newsdesk-dev", other))
            assert not permitted(resources, MAKES[one["Type"]], elsewhere), elsewhere

    assert {"AWS::CloudWatch::Alarm", "AWS::Logs::LogGroup", "AWS::SNS::Topic"} <= looked_at.keys()


def test_an_endpoint_may_have_the_alarms_by_which_it_scales(resources):
    name = "TargetTracking-endpoint/newsdesk-dev-sagemaker-c6i-large/variant/main-AlarmHigh-0a1b2c"
    arn = NAMED["AWS::CloudWatch::Alarm"][0]

    for action in ("cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms"):
        assert permitted(resources, action, arn.format(name))
        assert not permitted(resources, action, arn.format(name.replace("dev", "dev2")))


def test_a_key_of_the_api_is_read_by_the_stage_that_has_it(resources):
    deploying = statements(policies(resources)["DeployRole"])
    (reading,) = (one for one in deploying if "apigateway:GET" in actions(one))

    # Of all keys at once, AWS would tell the values, too.
    assert targets(reading) == ["arn:${AWS::Partition}:apigateway:*::/apikeys/*"]
    assert reading["Condition"] == OF_THE_STAGE


def test_the_key_is_where_the_smoke_test_looks(sls, tmp_path):
    found = of_type(resources_of(package(sls, tmp_path)), "AWS::ApiGateway::ApiKey")

    assert found.keys() == {KEY}


@pytest.mark.parametrize("verb", ["DELETE", "PATCH", "POST", "PUT"])
def test_an_api_is_changed_by_the_stage_that_has_it(resources, verb):
    below = [
        f"arn:${{AWS::Partition}}:apigateway:*::/{one}/*"
        for one in ("apikeys", "domainnames", "restapis", "usageplans")
    ]
    found = conditions(resources, f"apigateway:{verb}", ":apigateway:")

    assert {one: found.pop(one) for one in below} == dict.fromkeys(below, OF_THE_STAGE)
    new = {one.removesuffix("/*") for one in below} if verb == "POST" else set()
    free = {"arn:${AWS::Partition}:apigateway:*::/account", "arn:${AWS::Partition}:apigateway:*::/tags/*"}
    assert found == dict.fromkeys(new | free)


def test_the_tag_that_tells_a_stage_is_the_one_that_the_stack_gives(resources):
    text = json.dumps([policies(resources), resources["DeployRole"]])
    given = yaml.safe_load((ROOT / "serverless.yml").read_text())["provider"]["stackTags"]

    named = set(re.findall(r"aws:(?:Request|Resource)Tag/(\w+)", text))

    assert named == {"stage"}
    assert given["stage"] == "${sls:stage}"


def test_in_a_vpc_only_what_is_of_this_vpc_or_of_this_stage_is_changed(resources):
    ec2 = "arn:${AWS::Partition}:ec2:*:${AWS::AccountId}:"
    group, endpoint = f"{ec2}security-group/*", f"{ec2}vpc-endpoint/*"
    of_the_vpc = {"ArnLike": {"ec2:Vpc": {"Fn::Sub": f"{ec2}vpc/${{Vpc}}"}}}

    for action in ("CreateSecurityGroup", "CreateVpcEndpoint"):
        assert list(conditions(resources, f"ec2:{action}", ":vpc/")) == [f"{ec2}vpc/${{Vpc}}"]
    for action in ("AuthorizeSecurityGroupIngress", "DeleteSecurityGroup", "RevokeSecurityGroupEgress"):
        assert conditions(resources, f"ec2:{action}", "security-group/") == {group: of_the_vpc}
    for action in ("DeleteVpcEndpoints", "ModifyVpcEndpoint"):
        assert conditions(resources, f"ec2:{action}", "vpc-endpoint/") == {endpoint: OF_THE_STAGE}


def test_records_are_made_in_one_hosted_zone(resources):
    zones = conditions(resources, "route53:ChangeResourceRecordSets", "")

    assert zones.keys() == {"arn:${AWS::Partition}:route53:::hostedzone/${HostedZone}"}


def test_what_a_stage_runs_as_reads_no_log(resources):
    reading = {"logs:FilterLogEvents", "logs:GetLogEvents"}
    (found,) = (one for one in statements(policies(resources)["Boundary"]) if reading & set(actions(one)))

    assert set(actions(found)) == reading
    # But the one by which API Gateway writes.
    (name,) = of_type(cfn_yaml.load(GATEWAY_LOG)["Resources"], "AWS::IAM::Role")
    role = f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/newsdesk-${{Stage}}-{name}-*"
    assert found["Condition"] == {"ArnLike": {"aws:PrincipalArn": {"Fn::Sub": role}}}


def test_a_training_may_do_all_that_its_role_says_and_make_no_release(resources, sls, tmp_path):
    bucket = "arn:aws:s3:::newsdesk-dev-modelbucket-0a1b2c"
    names = {"AWS::Region": "eu-west-1", "ModelBucket": "another"}
    boundary = statements(policies(resources)["Boundary"])

    def within(action, arn):
        return any(
            action in actions(one)
            and any(fnmatchcase(arn, filled(target, **names)) for target in targets(one))
            for one in boundary
        )

    asked = permissions(resources_of(package(sls, tmp_path)))["TrainingRole"]

    assert len(asked) > 5
    for action, resource in asked:
        arn = filled(re.sub(r"(\$\{)?ModelBucket\.Arn\}?", bucket, resource), **names)
        assert within(action, arn), (action, arn)
    assert not within("s3:PutObject", f"{bucket}/models/news/1.0.0/manifest.json")


def test_every_role_of_the_stack_gets_the_boundary(sls, tmp_path):
    boundary = "arn:aws:iam::123456789012:policy/boundary"
    parameters = [f"permissionsBoundary={boundary}", "models=news,sentiment"]

    found = of_type(
        resources_of(package(sls, tmp_path, *[f"--param={one}" for one in parameters])), "AWS::IAM::Role"
    )

    assert len(found) >= 3
    assert {role["PermissionsBoundary"] for role in found.values()} == {boundary}


def delivered(delivery):
    role = {"Role": {"Type": "AWS::IAM::Role", "Properties": {}}, "Topic": {"Type": "AWS::SNS::Topic"}}
    return run_plugin(PLUGIN, [delivery, role])


def test_cloudformation_is_lent_the_role_beside_what_else_is_set():
    iam, resources = delivered(
        {"role": "arn:aws:iam::1:role/execution", "boundary": "arn:aws:iam::1:policy/b"}
    )

    assert iam == {"role": "kept", "deploymentRole": "arn:aws:iam::1:role/execution"}
    assert resources["Role"]["Properties"] == {"PermissionsBoundary": "arn:aws:iam::1:policy/b"}
    assert resources["Topic"] == {"Type": "AWS::SNS::Topic"}


def test_a_person_deploys_with_rights_of_their_own():
    assert delivered({"role": "", "boundary": ""}) == [
        {"role": "kept"},
        {"Role": {"Type": "AWS::IAM::Role", "Properties": {}}, "Topic": {"Type": "AWS::SNS::Topic"}},
    ]
