import json

import pytest

from training.data.errors import DataError
from training.data.prepared import open_prepared
from training.data.row import Row
from training.data.writing import check_room, write_prepared

DESCRIPTION = {"labels": ["x", "y"], "fingerprint": "f" * 64}
OTHER = [Row("o.tsv", 2, "Sport", "")]


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


def test_other_texts_are_a_file_of_their_own(tmp_path, splits):
    write_prepared(tmp_path, DESCRIPTION, splits, OTHER)

    assert (tmp_path / "other.jsonl").read_text() == '{"text": "Sport"}\n'
    assert set(json.loads((tmp_path / "dataset.json").read_text())["files"]) == {
        "train.jsonl",
        "valid.jsonl",
        "test.jsonl",
        "other.jsonl",
    }


def test_a_preparation_without_other_texts_removes_the_earlier_ones(tmp_path, splits):
    write_prepared(tmp_path, DESCRIPTION, splits, OTHER)

    write_prepared(tmp_path, DESCRIPTION, splits)

    assert not (tmp_path / "other.jsonl").exists()
    assert open_prepared(tmp_path).other() == []


def test_a_preparation_that_fails_leaves_the_earlier_one(tmp_path, splits):
    write_prepared(tmp_path, DESCRIPTION, splits)

    with pytest.raises(KeyError):
        write_prepared(tmp_path, DESCRIPTION, {"train": splits["test"]})

    assert open_prepared(tmp_path).split("train").texts[1] == "B"
    assert not list(tmp_path.glob(".*"))


def test_nothing_of_the_users_is_overwritten(tmp_path):
    (tmp_path / "train.jsonl").write_text("mine")
    (tmp_path / "file").write_text("mine")

    with pytest.raises(DataError, match=r"train\.jsonl is there without a dataset\.json"):
        check_room(tmp_path, [])
    with pytest.raises(DataError, match=r"train\.jsonl would be read and written"):
        check_room(tmp_path, [tmp_path / "." / "train.jsonl"])
    with pytest.raises(DataError, match="is a file, not a folder"):
        check_room(tmp_path / "file", [])


def test_other_texts_that_no_preparation_wrote_are_left_alone(tmp_path, splits):
    (tmp_path / "other.jsonl").write_text("mine")

    check_room(tmp_path, [])
    write_prepared(tmp_path, DESCRIPTION, splits)
    write_prepared(tmp_path, DESCRIPTION, splits)

    assert (tmp_path / "other.jsonl").read_text() == "mine"
    with pytest.raises(DataError, match=r"other\.jsonl is there without a dataset\.json that knows it"):
        check_room(tmp_path, [], other=True)


def test_earlier_other_texts_may_be_replaced_but_not_read_meanwhile(tmp_path, splits):
    write_prepared(tmp_path, DESCRIPTION, splits, OTHER)

    check_room(tmp_path, [], other=True)
    for other in (True, False):
        with pytest.raises(DataError, match=r"other\.jsonl would be read and written"):
            check_room(tmp_path, [tmp_path / "other.jsonl"], other=other)


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"files": 1}'])
def test_a_folder_with_a_damaged_description_can_be_written_again(tmp_path, splits, content):
    write_prepared(tmp_path, DESCRIPTION, splits)
    (tmp_path / "dataset.json").write_text(content)

    check_room(tmp_path, [])
    assert write_prepared(tmp_path, DESCRIPTION, splits).split("test").texts == ["D"]
