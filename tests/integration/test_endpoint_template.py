"""What `sls package` makes of the backends that need an endpoint."""

import subprocess

import pytest

from benchmarks.model_server.server import DEPLOYED
from tests.packaged import ENDPOINT, allowed, findings, of_type, package, resources_of, served
from tests.started_api import ROOT

NEVER_NARROWER = {"cloudwatch:PutMetricData", "ecr:GetAuthorizationToken"}
"""Actions that AWS knows no resource for."""
NAMES = {
    "sagemaker": "newsdesk-dev-sagemaker-c6i-large",
    "sagemaker-serverless": "newsdesk-dev-sagemaker-serverless",
}
"""How the endpoints are called."""


@pytest.fixture(scope="module", params=["sagemaker", "sagemaker-serverless"])
def backend(request):
    return request.param


@pytest.fixture(scope="module")
def template(sls, backend, tmp_path_factory):
    parameters = [f"--param=backend={backend}", "--param=endpointBucket=models-of-mine"]
    return package(sls, tmp_path_factory.mktemp(backend), *parameters)


@pytest.fixture(scope="module")
def resources(template):
    return resources_of(template)


def test_template_has_no_finding(template):
    assert findings(template) == (0, "")


def test_the_function_asks_this_endpoint_and_no_other(resources, backend):
    (endpoint,) = of_type(resources, "AWS::SageMaker::Endpoint").values()

    model = served(resources)["news"]
    assert model["backend"] == "sagemaker"
    assert model["endpoint"] == endpoint["EndpointName"] == NAMES[backend]
    assert allowed(resources) == {"sagemaker:InvokeEndpoint": [f"{ENDPOINT}/{NAMES[backend]}"]}


def test_the_endpoint_may_do_no_more_than_it_must(resources, backend):
    statements = resources["EndpointRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]

    for statement in statements:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        assert not any("*" in action for action in actions)
        assert statement["Resource"] != "*" or set(actions) <= NEVER_NARROWER
    (model,) = of_type(resources, "AWS::SageMaker::Model").values()
    assert model["EnableNetworkIsolation"] is (backend == "sagemaker")
    assert model["PrimaryContainer"]["ModelDataUrl"] == "s3://models-of-mine/models/news/model.tar.gz"


def test_the_container_is_told_what_it_was_tested_with(resources):
    (model,) = of_type(resources, "AWS::SageMaker::Model").values()

    assert model["PrimaryContainer"]["Environment"] == DEPLOYED


def test_what_does_not_capture_may_not_write(resources, backend):
    writing = [
        statement
        for policy in of_type(resources, "AWS::IAM::RolePolicy").values()
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Action"] == "s3:PutObject"
    ]

    assert [statement["Effect"] for statement in writing] == (["Deny"] if backend == "sagemaker" else [])


def test_a_change_makes_a_new_model_and_a_new_configuration(resources):
    (model,) = of_type(resources, "AWS::SageMaker::Model").values()
    (config,) = of_type(resources, "AWS::SageMaker::EndpointConfig").values()

    assert "ModelName" not in model
    assert "EndpointConfigName" not in config


def test_instances_roll_back_and_scale_and_keep_no_headline_unasked(resources, backend):
    (endpoint,) = of_type(resources, "AWS::SageMaker::Endpoint").values()
    (config,) = of_type(resources, "AWS::SageMaker::EndpointConfig").values()
    (variant,) = config["ProductionVariants"]
    policies = of_type(resources, "AWS::ApplicationAutoScaling::ScalingPolicy")

    if backend == "sagemaker-serverless":
        assert variant["ServerlessConfig"] == {"MemorySizeInMB": 2048, "MaxConcurrency": 4}
        assert "DeploymentConfig" not in endpoint
        assert "DataCaptureConfig" not in config
        assert policies == {}
        return
    deployment = endpoint["DeploymentConfig"]
    rollback = [alarm["AlarmName"] for alarm in deployment["AutoRollbackConfiguration"]["Alarms"]]
    assert deployment["BlueGreenUpdatePolicy"]["TrafficRoutingConfiguration"]["Type"] == "CANARY"
    assert rollback == [{"Ref": "EndpointErrors"}, {"Ref": "EndpointLatency"}]
    assert config["DataCaptureConfig"]["EnableCapture"] is False
    assert len(policies) == 1


def test_other_instances_are_another_endpoint_with_all_that_is_its_own(sls, tmp_path):
    """SageMaker refuses to change the instances of one that scales."""
    parameters = ("backend=sagemaker", "endpointBucket=models-of-mine", "endpointInstance=ml.m7i.2xlarge")

    resources = resources_of(package(sls, tmp_path, *(f"--param={one}" for one in parameters)))

    name = "newsdesk-dev-sagemaker-m7i-2xlarge"
    (endpoint,) = of_type(resources, "AWS::SageMaker::Endpoint").values()
    (config,) = of_type(resources, "AWS::SageMaker::EndpointConfig").values()
    (target,) = of_type(resources, "AWS::ApplicationAutoScaling::ScalableTarget").values()
    assert endpoint["EndpointName"] == served(resources)["news"]["endpoint"] == name
    assert config["ProductionVariants"][0]["InstanceType"] == "ml.m7i.2xlarge"
    assert config["DataCaptureConfig"]["DestinationS3Uri"] == f"s3://models-of-mine/capture/{name}"
    assert target["ResourceId"] == {"Fn::Sub": "endpoint/${Endpoint.EndpointName}/variant/main"}
    assert resources["EndpointLogGroup"]["Properties"]["LogGroupName"] == f"/aws/sagemaker/Endpoints/{name}"
    for alarm in ("EndpointErrors", "EndpointRefusals", "EndpointLatency"):
        assert resources[alarm]["Properties"]["Dimensions"][0]["Value"] == name
    assert allowed(resources) == {"sagemaker:InvokeEndpoint": [f"{ENDPOINT}/{name}"]}


def test_a_name_that_sagemaker_would_not_take_is_told_before_it_is_deployed(sls, tmp_path):
    options = ("--stage", "a-stage-with-quite-a-name-of-its-own", "--param=endpointBucket=models-of-mine")

    done = subprocess.run(
        [sls, "package", "--package", tmp_path, "--param=backend=sagemaker", *options],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode != 0
    assert "own-sagemaker-c6i-large' is too long for an endpoint: 63 characters" in done.stdout + done.stderr


def test_the_alarms_of_the_endpoint_watch_it_and_no_other(resources, backend):
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")

    watched = {
        name: (alarm["Namespace"], alarm["MetricName"], alarm["Dimensions"])
        for name, alarm in alarms.items()
        if name.startswith("Endpoint")
    }
    variant = [
        {"Name": "EndpointName", "Value": NAMES[backend]},
        {"Name": "VariantName", "Value": "main"},
    ]
    assert watched == {
        "EndpointErrors": ("AWS/SageMaker", "Invocation5XXErrors", variant),
        "EndpointRefusals": ("AWS/SageMaker", "Invocation4XXErrors", variant),
        "EndpointLatency": ("AWS/SageMaker", "ModelLatency", variant),
    }
