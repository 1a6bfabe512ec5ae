from datetime import UTC, datetime

import pytest

from training.launch.errors import LaunchError
from training.launch.job import check_name, jobs_folder, new_name
from training.launch.tuning import Tuning

NOW = datetime(2026, 11, 23, 7, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("news", "news-20261123-070509"),
        ("My_Model 2.0", "My-Model-2-0-20261123-070509"),
        ("..", "job-20261123-070509"),
    ],
)
def test_a_name_is_the_models_and_the_seconds(model, name):
    assert new_name(model, NOW, tuning=False) == name
    check_name(name, tuning=False)


@pytest.mark.parametrize("tuning", [False, True])
@pytest.mark.parametrize("length", [1, 15, 16, 17, 46, 47, 48, 200])
def test_however_long_the_models_is_sagemaker_takes_it(length, tuning):
    check_name(new_name("a" * (length - 1) + "-b", NOW, tuning=tuning), tuning=tuning)


@pytest.mark.parametrize("name", ["", "-a", "a-", "a_b", "a.b", "ä"])
def test_a_name_has_letters_digits_and_hyphens(name):
    with pytest.raises(LaunchError, match="is not a name of letters and digits"):
        check_name(name, tuning=False)


def test_the_name_of_a_search_is_shorter():
    check_name("a" * 63, tuning=False)
    check_name("a" * 32, tuning=True)

    for length, tuning in ((64, False), (33, True)):
        with pytest.raises(LaunchError, match=f"has {length} letters; {length - 1} is the most"):
            check_name("a" * length, tuning=tuning)


def test_jobs_are_below_the_store():
    assert jobs_folder("s3://models/team") == "s3://models/team/jobs"


def test_a_search_is_many_trainings(make_job):
    assert make_job().trainings == 1
    assert make_job(tuning=Tuning({}, 6, 2, "Random")).trainings == 6
