from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from training.data.errors import DataError
from training.data.row import Row
from training.data.splitting import split_rows
from training.data.timestamp import parse_timestamp

FRACTIONS = {"valid": 0.1, "test": 0.2}


def corpus(count=600, labels="xyz", stories=60):
    return [
        Row(
            "mine.csv",
            number,
            f"headline {number}",
            labels[number % len(labels)],
            story=f"s{number * 7919 % stories}",
            timestamp=str(1394470370698 + number * 7919 % count),
        )
        for number in range(count)
    ]


def split(rows, method, *, fractions=FRACTIONS, seed=0, labels="xyz", **more):
    return split_rows(rows, fractions, method=method, seed=seed, labels=labels, **more)


def texts(side):
    return {row.text for row in side}


@pytest.mark.parametrize("method", ["random", "story", "time"])
def test_every_row_is_on_exactly_one_side_in_the_order_it_came(method):
    rows = corpus()

    splits = split(rows, method)

    assert list(splits) == ["train", "valid", "test"]
    assert sorted(row.number for side in splits.values() for row in side) == list(range(600))
    assert all([row.number for row in side] == sorted(row.number for row in side) for side in splits.values())
    assert [len(side) for side in splits.values()] == pytest.approx([420, 60, 120], abs=20)


def test_a_random_split_keeps_the_proportion_of_every_label():
    rows = [row._replace(label="z" if row.number % 20 == 0 else "x") for row in corpus()]

    splits = split(rows, "random", labels="xz")

    assert Counter(row.label for row in splits["valid"]) == {"x": 57, "z": 3}
    assert Counter(row.label for row in splits["test"]) == {"x": 114, "z": 6}


def test_a_random_split_does_not_depend_on_the_order_of_the_file():
    rows = corpus()

    assert texts(split(rows, "random")["test"]) == texts(split(rows[::-1], "random")["test"])


def test_a_random_split_depends_on_the_seed():
    rows = corpus()

    assert texts(split(rows, "random", seed=1)["test"]) != texts(split(rows, "random", seed=2)["test"])
    assert texts(split(rows, "random", seed=1)["test"]) == texts(split(rows, "random", seed=1)["test"])


def test_a_few_rows_more_leave_most_of_a_random_split_as_it_was():
    before, after = split(corpus(600), "random")["test"], split(corpus(606), "random")["test"]

    assert len(texts(before) & texts(after)) >= 110


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 11), st.sampled_from("xy")), min_size=12, max_size=120),
    st.integers(0, 2**32 - 1),
    st.sampled_from([{"valid": 0.1, "test": 0.1}, {"test": 0.3}, {"valid": 0.25}]),
)
def test_a_story_is_never_on_two_sides(contents, seed, fractions):
    rows = [
        Row("mine.csv", number, f"headline {number}", label, story=f"s{story}")
        for number, (story, label) in enumerate(contents)
    ]
    labels = sorted({row.label for row in rows})

    try:
        splits = split(rows, "story", fractions=fractions, seed=seed, labels=labels, allow_missing=True)
    except DataError:
        assume(False)  # too few stories for this many sides

    stories = [{row.story for row in side} for side in splits.values()]
    assert sum(map(len, stories)) == len(set().union(*stories))
    assert sum(len(side) for side in splits.values()) == len(rows)


def test_a_label_in_few_stories_is_still_on_every_side():
    # given: a rare label in three of 60 stories
    rows = [row._replace(label="z" if row.story in {"s1", "s2", "s3"} else "x") for row in corpus()]

    splits = split(rows, "story", labels="xz")

    assert all({row.label for row in side} == {"x", "z"} for side in splits.values())


def test_a_label_in_one_story_cannot_be_on_every_side():
    rows = [row._replace(label="z" if row.story == "s1" else "x") for row in corpus()]

    with pytest.raises(DataError, match=r"without label 'z' \(10 rows in 1 story\); --allow-missing"):
        split(rows, "story", labels="xz")
    allowed = split(rows, "story", labels="xz", allow_missing=True)
    assert {row.label for row in allowed["train"]} == {"x", "z"}


def test_time_goes_on_from_training_to_test():
    splits = split(corpus(), "time")

    times = {name: [parse_timestamp(row.timestamp) for row in side] for name, side in splits.items()}
    assert max(times["train"]) < min(times["valid"])
    assert max(times["valid"]) < min(times["test"])


def test_rows_of_one_moment_stay_together():
    rows = [row._replace(timestamp=str(1394470370698 + row.number // 50)) for row in corpus()]

    splits = split(rows, "time")

    moments = [{row.timestamp for row in side} for side in splits.values()]
    assert sum(map(len, moments)) == 12


def test_one_moment_cannot_be_split():
    rows = [row._replace(timestamp="1394470370698") for row in corpus()]

    with pytest.raises(DataError, match="leaves no row for train: there are too few different timestamps"):
        split(rows, "time")


def test_a_new_label_cannot_be_missing_from_training():
    rows = [row._replace(label="z" if int(row.timestamp) > 1394470371290 else "x") for row in corpus()]

    with pytest.raises(DataError, match=r"leaves train without label 'z' \(7 rows\)$"):
        split(rows, "time", labels="xz", allow_missing=True)


def test_a_label_needs_a_row_for_every_side():
    rows = [row._replace(label="z" if row.number < 2 else "x") for row in corpus()]

    with pytest.raises(DataError, match="label 'z' has 2 rows left, too few for 3 splits"):
        split(rows, "random", labels="xz")


def test_the_smallest_labels_are_shared_out_evenly():
    rows = [row._replace(label="z" if row.number < 3 else "x") for row in corpus()]

    splits = split(rows, "random", labels="xz", fractions={"valid": 0.45, "test": 0.45})

    assert [sum(row.label == "z" for row in side) for side in splits.values()] == [1, 1, 1]


def test_without_fractions_all_rows_are_for_training():
    assert split(corpus(), "random", fractions={}) == {"train": corpus()}
