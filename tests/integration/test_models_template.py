"""What `sls package` makes of models.yml, and of the backends that need no endpoint of ours."""

import re
import subprocess
from dataclasses import replace

import pytest
import yaml

from benchmarks.model_server.server import HUB
from model import ModelSettings, open_classifier
from tests.packaged import ENDPOINT, allowed, findings, of_type, package, resources_of, run_plugin, served
from tests.started_api import ROOT

BEDROCK = "arn:${AWS::Partition}:bedrock"


@pytest.fixture
def packaged(sls, tmp_path):
    """Package with parameters; returns the resources, in which cfn-lint finds nothing."""

    def packaged(*parameters):
        template = package(sls, tmp_path, *(f"--param={one}" for one in parameters))
        assert findings(template) == (0, "")
        return resources_of(template)

    return packaged


def test_by_itself_the_function_serves_news_and_calls_nobody(packaged):
    resources = packaged()

    assert list(served(resources)) == ["news"]
    assert served(resources)["news"]["backend"] == "local"
    assert "ClassifyAsksModels" not in resources
    assert of_type(resources, "AWS::SageMaker::Endpoint") == {}


def test_every_setting_in_it_is_one(packaged):
    resources = packaged("models=news,sentiment", "backend=cascade", "cascadeThreshold=0.7")

    news, sentiment = (ModelSettings.from_mapping(entry, name) for name, entry in served(resources).items())
    assert (news.backend, news.stronger, news.escalated_below) == ("cascade", "bedrock", 0.7)
    assert (news.escalated_per_minute, news.patience) == (60, 3)
    assert sentiment.labels == {"LABEL_0": "Negative", "LABEL_1": "Neutral", "LABEL_2": "Positive"}


def test_a_model_of_the_hub_gets_an_endpoint_that_the_function_may_ask(packaged):
    resources = packaged("models=news,sentiment")

    (endpoint,) = of_type(resources, "AWS::SageMaker::Endpoint").values()
    (model,) = of_type(resources, "AWS::SageMaker::Model").values()
    (config,) = of_type(resources, "AWS::SageMaker::EndpointConfig").values()
    sentiment = served(resources)["sentiment"]
    assert sentiment["endpoint"] == endpoint["EndpointName"] == "newsdesk-dev-sentiment"
    assert sentiment["version"] == "cardiffnlp/twitter-roberta-base-sentiment"
    revision = model["PrimaryContainer"]["Environment"]["HF_MODEL_REVISION"]
    assert re.fullmatch("[0-9a-f]{40}", revision)  # a commit, which stays what it is
    fetched = {"HF_MODEL_ID": sentiment["version"], "HF_MODEL_REVISION": revision}
    assert model["PrimaryContainer"]["Environment"] == HUB | fetched
    assert "ModelDataUrl" not in model["PrimaryContainer"]
    assert model["ExecutionRoleArn"] == {"Fn::GetAtt": ["HubSentimentRole", "Arn"]}
    assert config["ProductionVariants"][0]["ServerlessConfig"]["MemorySizeInMB"] == 4096
    assert allowed(resources) == {"sagemaker:InvokeEndpoint": [f"{ENDPOINT}/newsdesk-dev-sentiment"]}


@pytest.mark.parametrize(
    "parameters", [("models=news,sentiment",), ("backend=sagemaker", "endpointBucket=models-of-mine")]
)
def test_no_version_of_the_function_is_called_before_there_is_an_endpoint_to_ask(packaged, parameters):
    resources = packaged(*parameters)

    endpoints = set(of_type(resources, "AWS::SageMaker::Endpoint"))
    assert len(endpoints) == 1
    assert endpoints < set(resources["ClassifyLambdaFunction"]["DependsOn"])


def test_the_endpoint_of_the_hub_is_watched(packaged):
    alarms = of_type(packaged("models=news,sentiment"), "AWS::CloudWatch::Alarm")

    variant = [
        {"Name": "EndpointName", "Value": "newsdesk-dev-sentiment"},
        {"Name": "VariantName", "Value": "main"},
    ]
    watched = {
        name: (alarm["MetricName"], alarm["Threshold"], alarm["AlarmActions"])
        for name, alarm in alarms.items()
        if alarm.get("Dimensions") == variant
    }
    told = [{"Ref": "AlarmTopic"}]
    assert watched == {
        "HubSentimentErrors": ("Invocation5XXErrors", 5, told),
        "HubSentimentRefusals": ("Invocation4XXErrors", 5, told),
        "HubSentimentLatency": ("ModelLatency", 1000000, told),
    }


def test_each_stage_has_an_endpoint_of_its_own(sls, tmp_path):
    resources = resources_of(package(sls, tmp_path, "--stage", "prod", "--param=models=news,sentiment"))

    (endpoint,) = of_type(resources, "AWS::SageMaker::Endpoint").values()
    assert served(resources)["sentiment"]["endpoint"] == endpoint["EndpointName"] == "newsdesk-prod-sentiment"


def test_bedrock_may_be_asked_for_this_model_alone(packaged):
    resources = packaged("backend=bedrock")

    assert served(resources)["news"]["backend"] == "bedrock"
    model = f"{BEDROCK}:${{AWS::Region}}::foundation-model/amazon.nova-micro-v1:0"
    assert allowed(resources) == {"bedrock:InvokeModel": [model]}


def test_a_profile_may_be_asked_and_its_model_where_it_asks(packaged):
    resources = packaged("backend=cascade", "bedrockModel=eu.amazon.nova-micro-v1:0")

    assert allowed(resources) == {
        "bedrock:InvokeModel": [
            f"{BEDROCK}:*::foundation-model/amazon.nova-micro-v1:0",
            f"{BEDROCK}:${{AWS::Region}}:${{AWS::AccountId}}:inference-profile/eu.amazon.nova-micro-v1:0",
        ]
    }


def test_a_cascade_can_ask_an_endpoint(packaged):
    resources = packaged("backend=cascade", "stronger=sagemaker", "endpointBucket=models-of-mine")

    news = served(resources)["news"]
    (endpoint,) = of_type(resources, "AWS::SageMaker::Endpoint").values()
    assert (news["backend"], news["stronger"]) == ("cascade", "sagemaker")
    assert news["endpoint"] == endpoint["EndpointName"] == "newsdesk-dev-sagemaker-c6i-large"
    assert allowed(resources) == {
        "sagemaker:InvokeEndpoint": [f"{ENDPOINT}/newsdesk-dev-sagemaker-c6i-large"]
    }


SERVE = """
    import Models from './infrastructure/models.mjs';
    const [served, models, hub, stage] = JSON.parse(process.argv.at(-1));
    const service = {
      service: 'newsdesk',
      provider: { stage },
      functions: { classify: {}, feedback: {}, drift: {} },
      resources: { Resources: {} },
      custom: { served, models, hub },
    };
    try {
      new Models({ service, classes: { Error } }).hooks.initialize();
      const models = JSON.parse(service.functions.classify.environment.MODELS);
      console.log(JSON.stringify([service.resources.Resources, models]));
    } catch (error) {
      console.log(JSON.stringify(error.message));
    }
"""


def serve(models, served=None, stage="dev"):
    """Let the plugin serve models; returns the resources and the settings, or the message of its error."""
    hub = {"Resources": {"HubRole": {"Arn": "HubEndpoint"}}}
    return run_plugin(SERVE, [served or ",".join(models), models, hub, stage])


def test_an_unknown_model_stops_the_packaging(sls, tmp_path):
    done = subprocess.run(
        [sls, "package", "--package", tmp_path, "--param=models=news,mood"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode != 0
    assert "models.yml: there is no 'mood', only news, sentiment" in done.stdout + done.stderr


OF_HUB = {"backend": "sagemaker", "hub": "a/model", "labels": {"A": "A", "B": "B"}}


@pytest.mark.parametrize(
    ("models", "problem"),
    [
        ({"my_mood": OF_HUB}, "'my_mood' is not made of letters and digits"),
        ({"mood": {"backend": "abacus"}}, "'mood' is to ask 'abacus', which is not one of local, sagemaker"),
        ({"mood": {**OF_HUB, "labels": None}}, "'mood' has a hub, so it needs labels"),
        ({"mood": {**OF_HUB, "backend": "local"}}, "'mood' has a hub, so it needs labels and the backend"),
        ({"mood": {"backend": "sagemaker"}}, "'mood' needs an endpoint or a hub"),
        ({"mood": {"backend": "bedrock"}}, "'mood' needs the id of a model in bedrock"),
        ({"mood": {"backend": "cascade", "stronger": "local"}}, "'mood' is to ask 'local', which is not one"),
        ({"mood" * 13: OF_HUB}, "moodmood' is too long for an endpoint: 63 characters at most"),
        ({"a-b": OF_HUB, "aB": OF_HUB}, "two names are too much alike for HubABRole"),
    ],
)
def test_what_could_not_be_served_is_named_before_it_is_deployed(models, problem):
    assert problem in serve(models)


@pytest.mark.parametrize("revision", [{}, {"revision": "main"}, {"revision": "v1.0"}])
def test_what_production_serves_from_the_hub_does_not_change_by_itself(revision):
    problem = serve({"mood": OF_HUB | revision}, stage="prod")

    said = revision.get("revision", "main")
    assert problem == f"models.yml: in prod, the revision of 'mood' has to be a commit, and not '{said}'"
    assert "HubMoodRole" in serve({"mood": OF_HUB | revision})[0]
    assert "HubMoodRole" in serve({"mood": OF_HUB | {"revision": "0" * 40}}, stage="prod")[0]


def test_another_model_is_permitted_beside_the_one_that_still_answers():
    first, same, other = (
        serve({"mine": {"backend": "local", "artifact": f"s3://bucket/models/mine/{version}"}})[0]
        for version in ("1.0.0", "1.0.0", "1.1.0")
    )

    # CloudFormation replaces a policy by its name, and deletes what is replaced when all else is done.
    names = [one["ClassifyAsksModels"]["Properties"]["PolicyName"] for one in (first, same, other)]
    assert names[0] == names[1] != names[2]


def test_no_name_takes_a_resource_of_another():
    resources, _ = serve({"classify": OF_HUB, "web": OF_HUB, "endpoint": OF_HUB})

    assert resources.keys() == {"HubClassifyRole", "HubWebRole", "HubEndpointRole", "ClassifyAsksModels"}
    assert resources["HubWebRole"] == {"Arn": "HubWebEndpoint"}


def test_a_model_in_s3_may_be_read_and_its_manifest_by_who_needs_no_more():
    resources, _ = serve({"mine": {"backend": "local", "artifact": "s3://bucket/models/mine/1.0.0"}})

    place = "arn:${AWS::Partition}:s3:::bucket/models/mine/1.0.0"
    assert allowed(resources) == {"s3:GetObject": [f"{place}/*"]}
    for name in ("Drift", "Feedback"):
        reading = resources[f"{name}ReadsManifests"]["Properties"]
        assert reading["RoleName"] == {"Ref": f"{name}Role"}
        (statement,) = reading["PolicyDocument"]["Statement"]
        assert statement["Action"] == "s3:GetObject"
        assert statement["Resource"] == [{"Fn::Sub": f"{place}/manifest.json"}]


def test_where_labels_are_given_no_manifest_is_read():
    artifact = "s3://bucket/models/mine/1.0.0"
    mood = {"backend": "bedrock", "bedrock": "a-model", "labels": ["A", "B"], "artifact": artifact}

    resources, _ = serve({"mood": mood})

    assert resources.keys() == {"ClassifyAsksModels"}


def test_a_model_that_needs_nothing_is_given_nothing():
    assert serve({"mine": None}) == [{}, {"mine": {}}]


def test_the_examples_of_the_readme_are_served():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    _, _, rest = readme.partition("```yaml\n")
    models = yaml.safe_load(rest.partition("```")[0])

    resources, found = serve(models)

    settings = {name: ModelSettings.from_mapping(entry, name) for name, entry in found.items()}
    assert [one.backend for one in settings.values()] == ["local", "bedrock", "sagemaker"]
    assert allowed(resources).keys() == {"s3:GetObject", "bedrock:InvokeModel", "sagemaker:InvokeEndpoint"}
    for name in ("beats", "mood"):
        assert open_classifier(replace(settings[name], name=name)).description.name == name
