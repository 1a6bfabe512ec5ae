"""What each role may do, action by action: another permission than these fails here."""

import pytest

from tests.packaged import of_type, package, resources_of
from tests.permissions import permissions

HERE = "${AWS::Region}:${AWS::AccountId}"
ARN = "arn:${AWS::Partition}"
BEDROCK = f"{ARN}:bedrock:${{AWS::Region}}::foundation-model/amazon.nova-micro-v1:0"
IMAGE = f"{ARN}:ecr:${{AWS::Region}}:763104351884:repository/huggingface-pytorch-inference"
FUNCTION = {"ClassifyLambdaFunction.Arn", "${ClassifyLambdaFunction.Arn}:*"}

KNOWS_NO_RESOURCE = {
    *("xray:PutTraceSegments", "xray:PutTelemetryRecords"),
    *("cloudwatch:GetMetricData", "cloudwatch:PutMetricData", "ecr:GetAuthorizationToken"),
    *("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"),
}
"""Actions that AWS has no narrower resource for than all."""


def may(actions, *resources):
    return {(action, resource) for action in actions.split() for resource in resources}


def function(name):
    return may("logs:CreateLogStream logs:PutLogEvents", f"{name}LogGroup.Arn")


def endpoint(name):
    return may("sagemaker:InvokeEndpoint", f"{ARN}:sagemaker:{HERE}:endpoint/{name}")


def container(log):
    return (
        may("logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents", f"{log}.Arn")
        | may("cloudwatch:PutMetricData ecr:GetAuthorizationToken", "*")
        | may("ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer", IMAGE)
    )


TRACED = ("ClassifyRole", "WebRole", "FeedbackRole", "DriftRole")
TRACES = may("xray:PutTraceSegments xray:PutTelemetryRecords", "*")
MODEL = may("s3:GetObject", f"{ARN}:s3:::models-of-mine/models/news/model.tar.gz")
NO_CAPTURE = may("-s3:PutObject", f"{ARN}:s3:::models-of-mine/capture/newsdesk-dev-sagemaker-c6i-large/*")
OF_TRAINING = {
    *may("s3:ListBucket", "ModelBucket.Arn"),
    *may("s3:GetObject", "${ModelBucket.Arn}/*"),
    *may("s3:PutObject", "${ModelBucket.Arn}/jobs/*"),
    *may(
        "logs:CreateLogGroup logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents",
        f"{ARN}:logs:{HERE}:log-group:/aws/sagemaker/TrainingJobs*",
    ),
    *may("cloudwatch:PutMetricData ecr:GetAuthorizationToken", "*"),
    *may(
        "ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer",
        f"{ARN}:ecr:${{AWS::Region}}:763104351884:repository/pytorch",
    ),
}
ALWAYS = {
    "ClassifyRole": function("Classify"),
    "WebRole": function("Web"),
    "FeedbackRole": function("Feedback") | may("dynamodb:PutItem", "FeedbackTable.Arn"),
    "DriftRole": function("Drift") | may("cloudwatch:GetMetricData", "*"),
    "TrainingRole": OF_TRAINING,
    "GatewayLogRole": may(
        "policy", f"{ARN}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
    ),
}
CASES = {
    "": {},
    "backend=bedrock": {"ClassifyRole": may("bedrock:InvokeModel", BEDROCK)},
    "backend=cascade": {"ClassifyRole": may("bedrock:InvokeModel", BEDROCK)},
    "backend=sagemaker endpointBucket=models-of-mine": {
        "ClassifyRole": endpoint("newsdesk-dev-sagemaker-c6i-large"),
        "EndpointRole": container("EndpointLogGroup") | MODEL | NO_CAPTURE,
    },
    "backend=sagemaker-serverless endpointBucket=models-of-mine": {
        "ClassifyRole": endpoint("newsdesk-dev-sagemaker-serverless"),
        "EndpointRole": container("EndpointLogGroup") | MODEL,
    },
    "models=news,sentiment": {
        "ClassifyRole": endpoint("newsdesk-dev-sentiment"),
        "HubSentimentRole": container("HubSentimentLogGroup"),
    },
    "tracing=true": dict.fromkeys(TRACED, TRACES),
    "jwtIssuer=https://issuer.example.com jwtAudience=newsdesk": {"AuthorizeRole": function("Authorize")},
    # It is not traced, so it may write no traces.
    "tracing=true jwtIssuer=https://issuer.example.com jwtAudience=newsdesk": {
        **dict.fromkeys(TRACED, TRACES),
        "AuthorizeRole": function("Authorize"),
    },
    "canary=Canary10Percent5Minutes": {
        "CanaryRole": may(
            "lambda:GetAlias lambda:GetProvisionedConcurrencyConfig lambda:UpdateAlias", *FUNCTION
        )
        | may("cloudwatch:DescribeAlarms", f"{ARN}:cloudwatch:{HERE}:alarm:*")
    },
    "vpc=vpc-0123456789abcdef0 subnets=subnet-0123456789abcdef0": {
        "ClassifyRole": may("ec2:DescribeNetworkInterfaces ec2:DescribeSubnets", "*")
        | may(
            "ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface"
            " ec2:UnassignPrivateIpAddresses",
            f"{ARN}:ec2:{HERE}:*/*",
        )
        # To what runs in the function.
        | may(
            "-ec2:AssignPrivateIpAddresses -ec2:CreateNetworkInterface -ec2:DeleteNetworkInterface"
            " -ec2:DescribeNetworkInterfaces -ec2:DescribeSubnets -ec2:DetachNetworkInterface"
            " -ec2:UnassignPrivateIpAddresses",
            "*",
        )
    },
}
"""What the roles may do by parameters, beyond what they always may."""


@pytest.fixture(scope="module", params=CASES)
def case(request, sls, tmp_path_factory):
    parameters = [f"--param={one}" for one in request.param.split()]
    resources = resources_of(package(sls, tmp_path_factory.mktemp("permissions"), *parameters))
    more = CASES[request.param]
    return resources, {role: ALWAYS.get(role, set()) | more.get(role, set()) for role in ALWAYS | more}


def test_each_role_may_do_this_and_no_more(case):
    resources, expected = case

    assert permissions(resources) == expected


def test_nothing_is_allowed_on_everything_that_could_be_on_less(case):
    resources, _ = case

    for role, pairs in permissions(resources).items():
        for action, resource in pairs:
            assert "*" not in action, role
            assert resource != "*" or action in KNOWS_NO_RESOURCE or action.startswith("-"), (role, action)


def test_each_function_has_a_role_of_its_own(case):
    resources, _ = case

    roles = [one["Role"]["Fn::GetAtt"][0] for one in of_type(resources, "AWS::Lambda::Function").values()]
    assert len(roles) == len(set(roles)) > 1


def test_code_in_the_vpc_is_denied_what_lambda_needs_for_it(sls, tmp_path):
    parameters = ["--param=vpc=vpc-0123456789abcdef0", "--param=subnets=subnet-0123456789abcdef0"]
    resources = resources_of(package(sls, tmp_path, *parameters))

    (*_, denied) = resources["ClassifyNetwork"]["Properties"]["PolicyDocument"]["Statement"]
    assert denied["Effect"] == "Deny"
    code = {"Fn::Sub": f"{ARN}:lambda:{HERE}:function:newsdesk-dev-classify"}
    assert denied["Condition"] == {"ArnEquals": {"lambda:SourceFunctionArn": code}}
    assert resources["ClassifyLambdaFunction"]["Properties"]["FunctionName"] == "newsdesk-dev-classify"
