"""What `sls package` makes of the backends that need an endpoint."""

import pytest

from benchmarks.model_server.server import DEPLOYED
from tests.packaged import ENDPOINT, allowed, findings, of_type, package, resources_of, served

NEVER_NARROWER = {"cloudwatch:PutMetricData", "ecr:GetAuthorizationToken"}
"""Actions that AWS knows no resource for."""


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
    assert model["endpoint"] == endpoint["EndpointName"] == f"newsdesk-dev-{backend}"
    assert allowed(resources) == {"sagemaker:InvokeEndpoint": [f"{ENDPOINT}/newsdesk-dev-{backend}"]}


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


def test_the_alarms_of_the_endpoint_watch_it_and_no_other(resources, backend):
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")

    watched = {
        name: (alarm["Namespace"], alarm["MetricName"], alarm["Dimensions"])
        for name, alarm in alarms.items()
        if name.startswith("Endpoint")
    }
    variant = [
        {"Name": "EndpointName", "Value": f"newsdesk-dev-{backend}"},
        {"Name": "VariantName", "Value": "main"},
    ]
    assert watched == {
        "EndpointErrors": ("AWS/SageMaker", "Invocation5XXErrors", variant),
        "EndpointRefusals": ("AWS/SageMaker", "Invocation4XXErrors", variant),
        "EndpointLatency": ("AWS/SageMaker", "ModelLatency", variant),
    }
