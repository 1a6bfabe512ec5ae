"""Registration: a release as a version of a SageMaker Model Package Group."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from model.artifact import MANIFEST
from model.container.media import CSV, JSON, JSON_LINES, PREDICTIONS
from training.release.aws import client_of, told
from training.release.errors import ReleaseError
from training.release.published import TARBALL, Release

Approval = Literal["PendingManualApproval", "Approved", "Rejected"]
INSTANCES = ("ml.c6i.large", "ml.c6i.xlarge", "ml.m5.large", "ml.m5.xlarge")
REPOSITORY = "763104351884", "huggingface-pytorch-inference"
"""AWS's account of images, and the one of them that our tarball is packed for."""
TAG = "2.6.0-transformers5.5.3-cpu-py312-ubuntu22.04"
LONGEST = 256
"""Characters of a value that SageMaker keeps for us."""
REFUSED = re.compile(r"[^\w .:/=+@-]")
"""Characters that it keeps in none: the comma is one."""
_GROUP = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")


@dataclass(frozen=True)
class Registration:
    """What registering came to.

    Attributes
    ----------
    arn
        Of the model package.
    new
        Whether this call made it; False if the release was registered before.
    group_is_new
        Whether it made the group too.
    approval
        Its status.
    """

    arn: str
    new: bool
    group_is_new: bool
    approval: str


def register(
    release: Release,
    group: str,
    *,
    image: str | None = None,
    instances: Sequence[str] = INSTANCES,
    approval: Approval = "PendingManualApproval",
    region: str | None = None,
) -> Registration:
    """Make a release a version of a group, which is made if it is missing; once, however often it is asked.

    Parameters
    ----------
    release
        With a `model.tar.gz`.
    group
        Name of the Model Package Group.
    image
        URI of the container that serves it; AWS's own for inference in the region unless told.
    instances
        Types it may run on.
    approval
        Status of the new package.
    region
        Of the registry; that of the environment or of the profile unless told.

    Raises
    ------
    ReleaseError
        If the release has no `model.tar.gz`, the group's name cannot be one, or SageMaker says no.
    """
    if not _GROUP.fullmatch(group):
        raise ReleaseError(
            f"group {group!r} cannot be one: only letters, digits and hyphens between them, at most 63"
        )
    if TARBALL not in release.files:
        raise ReleaseError(
            f"{release.name} {release.version} was published without {TARBALL}, so no endpoint can run it; a "
            "release is never changed, so publish the next version with --tarball"
        )
    client = client_of("sagemaker", region)
    description = f"{release.name} {release.version}, sha256 {release.digest}"
    with told(f"register {release.name} {release.version} in {group}"):
        is_new = not _has_group(client, group)
        if is_new:
            client.create_model_package_group(
                ModelPackageGroupName=group,
                ModelPackageGroupDescription=f"Releases of {release.name}, by Newsdesk",
            )
        for page in client.get_paginator("list_model_packages").paginate(ModelPackageGroupName=group):
            for one in page["ModelPackageSummaryList"]:
                if one.get("ModelPackageDescription") == description:
                    return Registration(
                        one["ModelPackageArn"], False, is_new, one.get("ModelApprovalStatus", "no status")
                    )
        made = client.create_model_package(
            ModelPackageGroupName=group,
            ModelPackageDescription=description,
            ModelApprovalStatus=approval,
            InferenceSpecification=_inference(release, image or _image(client), instances),
            ModelMetrics={
                "ModelQuality": {
                    "Statistics": {
                        "ContentType": JSON,
                        "ContentDigest": f"sha256:{release.digest}",
                        "S3Uri": f"{release.address}/{MANIFEST}",
                    }
                }
            },
            CustomerMetadataProperties=_metadata(release),
        )
    return Registration(made["ModelPackageArn"], True, is_new, approval)


def _has_group(client: Any, group: str) -> bool:
    pages = client.get_paginator("list_model_package_groups").paginate(NameContains=group)
    return any(
        one["ModelPackageGroupName"] == group
        for page in pages
        for one in page["ModelPackageGroupSummaryList"]
    )


def _image(client: Any) -> str:
    account, repository = REPOSITORY
    region = client.meta.region_name
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"{account}.dkr.ecr.{region}.{suffix}/{repository}:{TAG}"


def _inference(release: Release, image: str, instances: Sequence[str]) -> dict[str, Any]:
    return {
        "Containers": [
            {
                "Image": image,
                "ModelDataUrl": f"{release.address}/{TARBALL}",
                "Environment": {"SAGEMAKER_PROGRAM": "inference.py", "MMS_JOB_QUEUE_SIZE": "1000"},
            }
        ],
        "SupportedContentTypes": [JSON, JSON_LINES, CSV],
        "SupportedResponseMIMETypes": [JSON, JSON_LINES, CSV, PREDICTIONS],
        "SupportedRealtimeInferenceInstanceTypes": list(instances),
        "SupportedTransformInstanceTypes": list(instances),
    }


def _metadata(release: Release) -> dict[str, str]:
    manifest = release.manifest
    test = manifest.metrics.get("test", {})
    known = {
        "name": release.name,
        "version": release.version,
        "manifest": release.digest,
        "labels": " / ".join(manifest.labels),
        "base": manifest.base,
        "code_revision": manifest.code_revision,
        "data": str(manifest.data.get("fingerprint", "")),
        **{figure: str(test[figure]) for figure in ("accuracy", "macro_f1", "ece") if figure in test},
    }
    return {key: REFUSED.sub("_", value)[:LONGEST] for key, value in known.items() if value}
