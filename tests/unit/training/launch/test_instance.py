import pytest

from training.launch.errors import LaunchError
from training.launch.instance import has_gpu


@pytest.mark.parametrize(
    ("name", "gpu"),
    [
        *(
            ("ml.g5.xlarge", True),
            ("ml.g4dn.12xlarge", True),
            ("ml.p4d.24xlarge", True),
            ("ml.g6e.2xlarge", True),
        ),
        *(
            ("ml.c6i.large", False),
            ("ml.m5.xlarge", False),
            ("ml.r5.4xlarge", False),
            ("ml.t3.medium", False),
        ),
        *(("ml.trn1.2xlarge", None), ("ml.inf2.xlarge", None), ("ml.c7gn.xlarge", None)),
    ],
)
def test_its_family_says_whether_there_is_a_gpu(name, gpu):
    assert has_gpu(name) is gpu


@pytest.mark.parametrize("name", ["g5.xlarge", "ml.g5", "ml.g5.huge", "ml.g5.xlarge ", "ML.G5.XLARGE", ""])
def test_what_is_no_name_of_an_instance_is_refused(name):
    with pytest.raises(LaunchError, match=r"is not of the form ml\.g5\.xlarge"):
        has_gpu(name)
