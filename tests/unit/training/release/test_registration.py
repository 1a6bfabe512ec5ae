import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
import yaml

from model.inference import input_fn
from tests.releases import make_release
from tests.started_api import ROOT
from training.release import build_tarball, registration
from training.release.errors import ReleaseError
from training.release.published import Release, open_release
from training.release.publishing import publish
from training.release.registration import register
from training.release.store import Store

Released = Callable[[str], Release]


@pytest.fixture
def released(store: Store, tmp_path: Path) -> Released:
    """Publish a version, with a tarball."""

    def released(version: str) -> Release:
        folder, tarball = make_release(tmp_path / version, version), tmp_path / f"{version}.tar.gz"
        build_tarball(folder, [], tarball)
        publish(folder, store, tarball=tarball)
        return open_release(store, "words", version)

    return released


def test_a_release_becomes_a_package_of_the_group(released: Released, store: Store) -> None:
    release = released("1.0.0")

    done = register(release, store.bucket, approval="Approved", instances=["ml.m5.large"])

    assert (done.new, done.group_is_new, done.approval) == (True, True, "Approved")
    package = boto3.client("sagemaker", region_name="eu-west-1").describe_model_package(
        ModelPackageName=done.arn
    )
    inference = package["InferenceSpecification"]
    (container,) = inference["Containers"]
    assert container["Image"] == (
        "763104351884.dkr.ecr.eu-west-1.amazonaws.com/huggingface-pytorch-inference:"
        "2.6.0-transformers5.5.3-cpu-py312-ubuntu22.04"
    )
    assert container["ModelDataUrl"] == f"{release.address}/model.tar.gz"
    assert container["Environment"]["SAGEMAKER_PROGRAM"] == "inference.py"
    assert inference["SupportedRealtimeInferenceInstanceTypes"] == ["ml.m5.large"]
    assert inference["SupportedTransformInstanceTypes"] == ["ml.m5.large"]
    assert package["ModelMetrics"]["ModelQuality"]["Statistics"] == {
        "ContentType": "application/json",
        "ContentDigest": f"sha256:{release.digest}",
        "S3Uri": f"{release.address}/manifest.json",
    }
    assert package["ModelApprovalStatus"] == "Approved"
    assert package["CustomerMetadataProperties"] == {
        "name": "words",
        "version": "1.0.0",
        "manifest": release.digest,
        "labels": "Business / Health",
        "base": "none",
        "code_revision": "c0ffee",
        "data": "none",
        "accuracy": "0.75",
        "macro_f1": "0.7333",
        "ece": "0.02",
    }


def test_what_is_kept_of_it_has_the_characters_that_sagemaker_takes(released: Released, store: Store) -> None:
    release = released("1.0.0")
    labels = ("Arts & Leisure", "Café, Küche; 日本", "tab\there", "x" * 300)
    done = register(replace(release, manifest=replace(release.manifest, labels=labels)), store.bucket)

    package = boto3.client("sagemaker", region_name="eu-west-1").describe_model_package(
        ModelPackageName=done.arn
    )
    kept = package["CustomerMetadataProperties"]
    assert kept["labels"] == f"Arts _ Leisure / Café_ Küche_ 日本 / tab_here / {'x' * 300}"[:256]
    # CustomerMetadataValue of the API: letters, separators and digits of any script, and these
    assert all(
        unicodedata.category(one)[0] in "LZN" or one in "_.:/=+-@" for value in kept.values() for one in value
    )


def test_the_content_types_are_those_that_the_container_reads(released: Released, store: Store) -> None:
    done = register(released("1.0.0"), store.bucket)

    package = boto3.client("sagemaker", region_name="eu-west-1").describe_model_package(
        ModelPackageName=done.arn
    )
    bodies = {
        "application/json": '{"inputs": "x"}',
        "application/jsonlines": '{"inputs": "x"}',
        "text/csv": "x",
    }
    assert set(package["InferenceSpecification"]["SupportedContentTypes"]) == bodies.keys()
    for kind, body in bodies.items():
        assert input_fn(body, kind).records == ("x",)  # type: ignore[union-attr]


def test_it_is_registered_once_and_another_version_beside_it(released: Released, store: Store) -> None:
    first = register(released("1.0.0"), store.bucket)

    again = register(released("1.0.0"), store.bucket, approval="Approved")
    other = register(released("1.1.0"), store.bucket)

    assert (again.new, again.arn, again.approval) == (False, first.arn, "PendingManualApproval")
    assert (other.new, other.group_is_new) == (True, False)
    assert other.arn != first.arn


def test_a_group_whose_name_is_longer_is_another_group(released: Released, store: Store) -> None:
    register(released("1.0.0"), f"{store.bucket}-of-others")

    assert register(released("1.0.0"), store.bucket).group_is_new


def test_a_release_without_a_tarball_cannot_be_registered(store: Store, tmp_path: Path) -> None:
    publish(make_release(tmp_path), store)

    with pytest.raises(
        ReleaseError, match=r"was published without model\.tar\.gz, so no endpoint can run it"
    ):
        register(open_release(store, "words", "1.0.0"), "words")


def test_a_name_that_can_be_no_group_is_refused(released: Released) -> None:
    with pytest.raises(ReleaseError, match="group 'my_words' cannot be one"):
        register(released("1.0.0"), "my_words")


def test_the_image_is_that_of_the_endpoint() -> None:
    parameters = yaml.safe_load((ROOT / "serverless.yml").read_text())["params"]["default"]

    assert (parameters["imageAccount"], parameters["imageRepository"]) == registration.REPOSITORY
    assert parameters["imageTag"] == registration.TAG
    assert parameters["endpointInstance"] in registration.INSTANCES
