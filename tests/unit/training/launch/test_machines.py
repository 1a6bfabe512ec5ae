import argparse

import pytest

from training.launch.errors import LaunchError
from training.launch.job import Compute
from training.launch.machines import add_machines, check_fit, given_machines
from training.recipe import Recipe


def given(*arguments):
    parser = argparse.ArgumentParser()
    add_machines(parser)
    return given_machines(parser.parse_args(arguments))


def machines(instances=1, processes=1):
    return Compute("ml.g5.xlarge", instances, processes, 50, 3600)


def test_they_are_one_with_a_gpu_for_four_hours_unless_told():
    assert given() == Compute("ml.g5.xlarge", 1, 1, 50, 4 * 3600, None)


def test_spot_instances_are_waited_for_as_long_again():
    assert given("--spot", "--max-hours", "1.5").wait == 3 * 3600
    assert given("--spot", "--max-hours", "1.5", "--max-wait-hours", "2").wait == 2 * 3600


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--instances 0", "--instances 0 is not between 1 and 100"),
        ("--processes 65", "--processes 65 is not between 1 and 64"),
        ("--disk 0", "--disk 0 is not between"),
        ("--max-hours 0", "--max-hours 0 is not above 0 and at most 672"),
        ("--max-hours 700", "--max-hours 700 is not above 0"),
        ("--max-hours nan", "--max-hours nan is not above 0"),
        ("--instance-type g5.xlarge", "'g5.xlarge' is not of the form"),
        ("--max-wait-hours 8", "--max-wait-hours is for --spot"),
        ("--spot --max-wait-hours 0", "--max-wait-hours 0 is less than --max-hours 4"),
        ("--spot --max-hours 4 --max-wait-hours 3", "--max-wait-hours 3 is less than --max-hours 4"),
    ],
)
def test_what_cannot_be_is_named(arguments, message):
    with pytest.raises(LaunchError, match=message):
        given(*arguments.split())


def test_every_process_has_its_share_of_the_batch():
    check_fit(Recipe(base="mine", batch_size=32), machines(2, 4))

    with pytest.raises(
        LaunchError, match="batch size 32 cannot be shared by 6 processes, 3 on each of 2 instances"
    ):
        check_fit(Recipe(base="mine", batch_size=32), machines(2, 3))
