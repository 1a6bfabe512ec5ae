import json

import pytest

from training.data.errors import DataError
from training.data.prepared import check_room, open_prepared, write_prepared
from training.data.row import Row

DESCRIPTION = {"labels": ["x", "y"], "fingerprint": "f" * 64}


@pytest.fixture
def splits():
    return {
        "train": [
            Row("mine.csv", 1, "Café \u2028 \U0001f600", "y", story="s1", timestamp="1"),
            Row("mine.csv", 2, "B", "x"),
        ],
        "valid": [Row("mine.csv", 3, "C", "x", publisher="P", hostname="h")],
        "test": [Row("mine.csv", 4, "D", "y")],
    }


def test_what_is_written_is_read_back(tmp_path, splits):
    write_prepared(tmp_path / "new" / "data", DESCRIPTION, splits)

    prepared = open_prepared(tmp_path / "new" / "data")

    train = prepared.split("train")
    assert (prepared.labels, prepared.fingerprint) == (("x", "y"), "f" * 64)
    assert (train.texts, train.labels) == (["Café \u2028 \U0001f600", "B"], [1, 0])
    assert train.column("story") == ["s1", None]
    assert prepared.split("valid").column("publisher") == ["P"]
    assert prepared.split("test").column("hostname") == [None]
    assert len(train) == 2


def test_a_line_is_one_object_with_only_what_is_known(tmp_path, splits):
    write_prepared(tmp_path, DESCRIPTION, splits)

    lines = (tmp_path / "train.jsonl").read_bytes().decode().split("\n")
    assert json.loads(lines[0]) == {
        "text": "Café \u2028 \U0001f600",
        "label": "y",
        "story": "s1",
        "timestamp": "1",
    }
    assert lines[1:] == ['{"text": "B", "label": "x"}', ""]


def test_an_earlier_preparation_is_replaced_without_a_trace(tmp_path, splits):
    write_prepared(tmp_path, DESCRIPTION, splits)

    write_prepared(tmp_path, {**DESCRIPTION, "fingerprint": "0"}, {**splits, "train": splits["test"]})

    assert open_prepared(tmp_path).split("train").texts == ["D"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "dataset.json",
        "test.jsonl",
        "train.jsonl",
        "valid.jsonl",
    ]


def test_a_preparation_that_fails_leaves_the_earlier_one(tmp_path, splits):
    write_prepared(tmp_path, DESCRIPTION, splits)

    with pytest.raises(KeyError):
        write_prepared(tmp_path, DESCRIPTION, {"train": splits["test"]})

    assert open_prepared(tmp_path).split("train").texts[1] == "B"
    assert not list(tmp_path.glob(".*"))


def test_a_changed_split_is_refused(tmp_path, splits):
    prepared = write_prepared(tmp_path, DESCRIPTION, splits)
    with (tmp_path / "test.jsonl").open("a") as file:
        file.write('{"text": "E", "label": "x"}\n')

    with pytest.raises(DataError, match=r"test\.jsonl was changed after it was prepared"):
        prepared.split("test")


def test_a_missing_split_is_named(tmp_path, splits):
    prepared = write_prepared(tmp_path, DESCRIPTION, splits)
    (tmp_path / "valid.jsonl").unlink()

    with pytest.raises(DataError, match=r"valid\.jsonl is missing"):
        prepared.split("valid")


def test_unknown_splits_and_columns_are_named(tmp_path, splits):
    prepared = write_prepared(tmp_path, DESCRIPTION, splits)

    with pytest.raises(DataError, match="no split 'dev'; there are train, valid, test"):
        prepared.split("dev")
    with pytest.raises(DataError, match="no column 'author'; there are story, publisher"):
        prepared.split("train").column("author")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is not a prepared folder"),
        ("{", "is damaged"),
        ("[]", "is damaged"),
        ('{"labels": []}', "is damaged"),
    ],
)
def test_what_is_no_prepared_folder_is_refused(tmp_path, content, message):
    if content is not None:
        (tmp_path / "dataset.json").write_text(content)

    with pytest.raises(DataError, match=message):
        open_prepared(tmp_path)


def test_nothing_of_the_users_is_overwritten(tmp_path):
    (tmp_path / "train.jsonl").write_text("mine")
    (tmp_path / "file").write_text("mine")

    with pytest.raises(DataError, match=r"train\.jsonl is there without a dataset\.json"):
        check_room(tmp_path, [])
    with pytest.raises(DataError, match=r"train\.jsonl would be read and written"):
        check_room(tmp_path, [tmp_path / "." / "train.jsonl"])
    with pytest.raises(DataError, match="is a file, not a folder"):
        check_room(tmp_path / "file", [])
