"""The container that a job runs in: AWS's own, with a PyTorch in it."""

import re

from training.launch.errors import LaunchError
from training.launch.instance import has_gpu

GPU = "pytorch:2.13-cu133-amzn2023-sagemaker"
CPU = "pytorch:2.13-cpu-amzn2023-sagemaker"

_ACCOUNT = "763104351884"
_ACCOUNTS = {
    "af-south-1": "626614931356",
    "ap-east-1": "871362719292",
    "ap-east-2": "975050140332",
    "ap-northeast-3": "364406365360",
    "ap-south-2": "772153158452",
    "ap-southeast-3": "907027046896",
    "ap-southeast-4": "457447274322",
    "ap-southeast-5": "550225433462",
    "ap-southeast-6": "633930458069",
    "ap-southeast-7": "590183813437",
    "ca-west-1": "204538143572",
    "cn-north-1": "727897471807",
    "cn-northwest-1": "727897471807",
    "eu-central-2": "380420809688",
    "eu-south-1": "692866216735",
    "eu-south-2": "503227376785",
    "eusc-de-east-1": "204133271717",
    "il-central-1": "780543022126",
    "me-central-1": "914824155844",
    "me-south-1": "217643126080",
    "me-west-1": "124382933778",
    "mx-central-1": "637423239942",
    "us-gov-east-1": "446045086412",
    "us-gov-west-1": "442386744353",
}
"""Whose registry has the images, where it is not the usual one; as the SDK's own tables have it."""
_TOO_OLD = re.compile(r"ml\.(p2|p3|p3dn)\.")
"""Instances whose GPUs (Kepler, Volta) CUDA 13 does not know, which the image has."""
_DOMAINS = {"cn": "amazonaws.com.cn", "eusc": "amazonaws.eu"}


def default_image(instance: str, region: str) -> str:
    """Return the address of the image for an instance in a region.

    Raises
    ------
    LaunchError
        If there is none for the instance.
    """
    gpu = has_gpu(instance)
    if gpu is None or _TOO_OLD.match(instance):
        raise LaunchError(f"there is no usual image for {instance}; name one: --image URI")
    suffix = _DOMAINS.get(region.partition("-")[0], "amazonaws.com")
    registry = f"{_ACCOUNTS.get(region, _ACCOUNT)}.dkr.ecr.{region}.{suffix}"
    return f"{registry}/{GPU if gpu else CPU}"
