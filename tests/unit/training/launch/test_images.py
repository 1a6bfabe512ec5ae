import pytest

from training.launch.errors import LaunchError
from training.launch.images import CPU, GPU, default_image


@pytest.mark.parametrize(
    ("instance", "region", "image"),
    [
        ("ml.g5.xlarge", "eu-west-1", f"763104351884.dkr.ecr.eu-west-1.amazonaws.com/{GPU}"),
        ("ml.m5.xlarge", "us-east-1", f"763104351884.dkr.ecr.us-east-1.amazonaws.com/{CPU}"),
        ("ml.m5.xlarge", "af-south-1", f"626614931356.dkr.ecr.af-south-1.amazonaws.com/{CPU}"),
        ("ml.g5.xlarge", "cn-north-1", f"727897471807.dkr.ecr.cn-north-1.amazonaws.com.cn/{GPU}"),
        ("ml.m5.xlarge", "eusc-de-east-1", f"204133271717.dkr.ecr.eusc-de-east-1.amazonaws.eu/{CPU}"),
    ],
)
def test_it_is_that_of_the_region_with_or_without_a_gpu(instance, region, image):
    assert default_image(instance, region) == image


@pytest.mark.parametrize("instance", ["ml.trn1.2xlarge", "ml.p3.2xlarge", "ml.p3dn.24xlarge"])
def test_for_other_chips_one_has_to_be_named(instance):
    with pytest.raises(LaunchError, match=f"no usual image for {instance}; name one: --image"):
        default_image(instance, "us-east-1")
