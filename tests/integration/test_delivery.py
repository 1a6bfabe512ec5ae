"""How GitHub deploys: roles that can do what the deployment needs, and no more."""

import json
import re
import subprocess
from collections import Counter

import boto3
import pytest
import yaml
from cfnlint.decode import cfn_yaml
from moto import mock_aws

from infrastructure.smoke.discovery import NAME
from tests.packaged import findings, of_type, package, resources_of
from tests.started_api import ROOT

TEMPLATE = ROOT / "infrastructure/delivery.yml"
MAKES = {
    "AWS::ApiGateway": "apigateway:POST",
    "AWS::ApplicationAutoScaling::ScalableTarget": "application-autoscaling:RegisterScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy": "application-autoscaling:PutScalingPolicy",
    "AWS::CloudWatch::Alarm": "cloudwatch:PutMetricAlarm",
    "AWS::CloudWatch::Dashboard": "cloudwatch:PutDashboard",
    "AWS::CodeDeploy::Application": "codedeploy:CreateApplication",
    "AWS::CodeDeploy::DeploymentGroup": "codedeploy:CreateDeploymentGroup",
    "AWS::EC2::SecurityGroup": "ec2:CreateSecurityGroup",
    "AWS::EC2::VPCEndpoint": "ec2:CreateVpcEndpoint",
    "AWS::Events::Rule": "events:PutRule",
    "AWS::IAM::ManagedPolicy": "iam:CreatePolicy",
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
    names = [one["Ref"] for one in resources["ExecutionRole"]["Properties"]["ManagedPolicyArns"]]
    return [one for name in names for one in statements(policies(resources)[name])]


def test_the_template_has_no_finding():
    assert findings(TEMPLATE) == (0, "")


@mock_aws
@pytest.mark.filterwarnings("ignore:Tried to parse AWS..IAM..OIDCProvider")  # which moto knows only by itself
def test_it_gives_out_what_a_workflow_needs(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    client = boto3.client("cloudformation", "eu-west-1")
    given = {"Repository": "owner/name", "Stage": "prod", "ModelBucket": "models"}

    client.create_stack(
        StackName="github-newsdesk-prod",
        TemplateBody=TEMPLATE.read_text(encoding="utf-8"),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()],
    )

    (stack,) = client.describe_stacks(StackName="github-newsdesk-prod")["Stacks"]
    outputs = {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}
    iam = "arn:aws:iam::123456789012"
    assert outputs["DeployRole"].startswith(f"{iam}:role/github-newsdesk-prod-DeployRole")
    role, boundary = outputs["Params"].split()
    assert role.startswith(f"deploymentRole={iam}:role/github-newsdesk-prod-ExecutionRole")
    assert boundary.startswith(f"permissionsBoundary={iam}:policy/github-newsdesk-prod-Boundary")


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
    assert all(re.search(r":(role|policy)/newsdesk-\$\{Stage\}-\*$", arn) for arn in arns)
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
    done = subprocess.run(
        ["node", "--input-type=module", "-e", PLUGIN, "--", json.dumps([delivery, role])],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


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
