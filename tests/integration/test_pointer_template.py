"""What `sls package` makes of the pointer of a stage, in place of an artifact or of a model for an endpoint."""

import json
import subprocess
from contextlib import contextmanager

import pytest

from model.artifact import MANIFEST, sha256
from model.following import follows
from model.settings import SHIPPED_ARTIFACT, ModelSettings
from tests.packaged import allowed, findings, of_type, package, resources_of, served
from tests.started_api import ROOT

BUCKET = "releases-of-templates"
POINTER = "models/news/stages/prod.json"
DIGEST = sha256((ROOT / SHIPPED_ARTIFACT / MANIFEST).read_bytes())
RELEASES = f"arn:${{AWS::Partition}}:s3:::{BUCKET}/models/news"
ENDPOINT = ("backend=sagemaker", f"endpointBucket={BUCKET}")


@pytest.fixture(scope="module")
def s3(aws):
    """A bucket with a pointer to 1.2.0, which has a tarball; 1.3.0 has none."""
    client = aws.client("s3")
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    client.put_object(Bucket=BUCKET, Key="models/news/1.2.0/model.tar.gz", Body=b"packed")
    point(client, "1.2.0")
    return client


def point(client, version, key=POINTER):
    content = {"name": "news", "stage": "prod", "version": version, "manifest": DIGEST, "history": []}
    client.put_object(Bucket=BUCKET, Key=key, Body=json.dumps(content).encode())


@pytest.fixture
def packaged(sls, aws, s3, tmp_path, monkeypatch):
    """Package with parameters where the server is AWS; returns the template."""
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)

    def packaged(*parameters):
        return package(sls, tmp_path, *(f"--param={one}" for one in parameters))

    return packaged


@contextmanager
def refused(capfd):
    """A packaging that stops; yields a list that then holds what it says."""
    said = []
    with pytest.raises(subprocess.CalledProcessError):
        yield said
    output = capfd.readouterr()
    said.append(output.out + output.err)


def drift_may_read(resources):
    (statement,) = resources["DriftReadsManifests"]["Properties"]["PolicyDocument"]["Statement"]
    return [resource["Fn::Sub"] for resource in statement["Resource"]]


def test_who_follows_may_read_the_pointer_and_what_is_opened_of_a_release(packaged):
    template = packaged(f"modelArtifact=s3://{BUCKET}/{POINTER}", "modelRefresh=30")

    assert findings(template) == (0, "")
    resources = resources_of(template)
    news = served(resources)["news"]
    settings = ModelSettings.from_mapping(news, "news")
    assert (settings.artifact, settings.refresh) == (f"s3://{BUCKET}/{POINTER}", 30)
    assert follows(settings)
    opened = ["manifest.json", "model.onnx", "tokenizer.json", "MODEL_CARD.md"]
    pointer = f"{RELEASES}/stages/prod.json"
    assert allowed(resources) == {"s3:GetObject": [pointer, *(f"{RELEASES}/*/{name}" for name in opened)]}
    assert drift_may_read(resources) == [pointer, f"{RELEASES}/*/manifest.json"]


def test_in_a_vpc_the_door_to_s3_is_to_this_bucket_once_also_below_a_prefix(packaged):
    artifact = f"s3://{BUCKET}/a/prefix/{POINTER}"
    resources = resources_of(
        packaged(f"modelArtifact={artifact}", "vpc=vpc-1", "subnets=subnet-1", "routeTables=rtb-1")
    )

    assert drift_may_read(resources) == [
        f"arn:${{AWS::Partition}}:s3:::{BUCKET}/a/prefix/models/news/stages/prod.json",
        f"arn:${{AWS::Partition}}:s3:::{BUCKET}/a/prefix/models/news/*/manifest.json",
    ]
    (door,) = of_type(resources, "AWS::EC2::VPCEndpoint").values()
    by_the_function, _ = door["PolicyDocument"]["Statement"]
    assert by_the_function["Resource"] == [{"Fn::Sub": f"arn:${{AWS::Partition}}:s3:::{BUCKET}/*"}]


@pytest.mark.parametrize(
    "backend",
    [
        ENDPOINT,
        ("backend=sagemaker-serverless", ENDPOINT[1]),
        ("backend=cascade", "stronger=sagemaker", ENDPOINT[1]),
    ],
)
def test_an_endpoint_gets_what_the_pointer_says_now_and_the_function_describes_that(packaged, backend):
    resources = resources_of(packaged(*backend, f"endpointModel={POINTER}"))

    (model,) = of_type(resources, "AWS::SageMaker::Model").values()
    assert model["PrimaryContainer"]["ModelDataUrl"] == f"s3://{BUCKET}/models/news/1.2.0/model.tar.gz"
    serve = resources["EndpointRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][0]
    assert serve["Resource"] == {"Fn::Sub": f"{RELEASES}/1.2.0/model.tar.gz"}
    news = served(resources)["news"]
    assert (news["artifact"], news["manifest"]) == (f"s3://{BUCKET}/models/news/1.2.0", DIGEST)
    assert allowed(resources)["s3:GetObject"] == [f"{RELEASES}/1.2.0/*"]
    assert drift_may_read(resources) == [f"{RELEASES}/1.2.0/manifest.json"]


def test_a_pointer_to_the_artifact_is_resolved_for_an_endpoint_too(packaged):
    news = served(resources_of(packaged(*ENDPOINT, f"modelArtifact=s3://{BUCKET}/{POINTER}")))["news"]

    assert (news["artifact"], news["manifest"]) == (f"s3://{BUCKET}/models/news/1.2.0", DIGEST)


@pytest.mark.parametrize("artifact", [f"s3://{BUCKET}/{POINTER}", f"s3://{BUCKET}/models/news/1.2.0/"])
def test_both_may_be_told_where_they_are_the_same(packaged, artifact):
    news = served(resources_of(packaged(*ENDPOINT, f"endpointModel={POINTER}", f"modelArtifact={artifact}")))

    assert news["news"]["artifact"] == f"s3://{BUCKET}/models/news/1.2.0"


def test_two_models_are_refused(packaged, capfd):
    with refused(capfd) as said:
        packaged(*ENDPOINT, f"endpointModel={POINTER}", f"modelArtifact=s3://{BUCKET}/models/news/1.1.0")

    assert f"but the endpoint gets s3://{BUCKET}/models/news/1.2.0: leave modelArtifact out" in said[0]


def test_a_release_that_was_not_packed_for_an_endpoint_is_refused(packaged, s3, capfd):
    point(s3, "1.3.0", "models/news/stages/dev.json")

    with refused(capfd) as said:
        packaged(*ENDPOINT, "endpointModel=models/news/stages/dev.json")

    missing = f"s3://{BUCKET}/models/news/1.3.0/model.tar.gz"
    assert f"{missing} is not there, or may not be read; publish the release with `--tarball`" in said[0]


@pytest.mark.parametrize(
    ("stage", "message"),
    [
        ("absent", "cannot be read"),
        ("empty", "is not a pointer of this model"),
        ("other", "is not a pointer of this model"),
    ],
)
def test_what_is_no_pointer_is_refused(packaged, s3, capfd, stage, message):
    s3.put_object(Bucket=BUCKET, Key="models/news/stages/empty.json", Body=b"")
    point(s3, "../1.2.0", "models/news/stages/other.json")

    with refused(capfd) as said:
        packaged(*ENDPOINT, f"endpointModel=models/news/stages/{stage}.json")

    assert f"s3://{BUCKET}/models/news/stages/{stage}.json {message}" in said[0]
