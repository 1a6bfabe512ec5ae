import pytest

from training.launch.errors import LaunchError
from training.launch.tuning import Between, OneOf, Tuning, check_counts, read_ranges


def test_a_range_is_two_numbers_or_a_list():
    found = read_ranges(
        [
            "learning-rate=1e-5..1e-4",
            "batch-size=16,32",
            "epochs=2..5",
            "pooling=first,mean",
            "group-by-length=true",
        ]
    )

    assert found == {
        "learning_rate": Between(1e-5, 1e-4, whole=False),
        "batch_size": OneOf((16, 32)),
        "epochs": Between(2, 5, whole=True),
        "pooling": OneOf(("first", "mean")),
        "group_by_length": OneOf((True,)),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("learning-rate", "is not NAME=LOW..HIGH or NAME=VALUE,VALUE"),
        ("learning-rate=", "is not NAME=LOW..HIGH"),
        ("leaning-rate=1e-5..1e-4", "'leaning-rate' is not a setting of a recipe"),
        ("files=a,b", "'files' is not a setting"),
        ("learning-rate=1e-4..1e-5", "1e-4 is not less than 1e-5"),
        ("learning-rate=1e-5..fast", "'fast' is no value of this setting"),
        ("epochs=1..2.5", "'2.5' is no value of this setting"),
        ("pooling=first..mean", "this setting is no number; name its values"),
        ("pooling=first,last", "'last' is no value of this setting"),
        ("group-by-length=yes,no", "'yes' is no value of this setting"),
        ("seed=" + ",".join(map(str, range(31))), "has 31 values; 30 is the most"),
    ],
)
def test_what_cannot_be_searched_is_named(text, message):
    with pytest.raises(LaunchError, match=message):
        read_ranges([text])


def test_a_setting_is_searched_once():
    with pytest.raises(LaunchError, match="epochs is there twice"):
        read_ranges(["epochs=1,2", "epochs=3..4"])


@pytest.mark.parametrize(("trials", "parallel"), [(0, 1), (2, 3), (4, 0)])
def test_there_are_as_many_trials_as_there_are_at_once(trials, parallel):
    check_counts(3, 3)

    with pytest.raises(LaunchError, match=f"--parallel {parallel} is not between 1 and --trials {trials}"):
        check_counts(trials, parallel)


def test_its_extremes_are_every_end_and_every_value():
    tuning = Tuning(
        read_ranges(["learning-rate=1e-5..1e-4", "batch-size=16,32", "epochs=2..5"]), 4, 2, "Random"
    )

    assert tuning.extremes() == [
        *({"learning_rate": 1e-5}, {"learning_rate": 1e-4}, {"batch_size": 16}, {"batch_size": 32}),
        *({"epochs": 2}, {"epochs": 5}),
    ]
    assert [type(one["epochs"]) for one in tuning.extremes()[-2:]] == [int, int]
