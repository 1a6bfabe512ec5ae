import pytest

from training.data.errors import DataError
from training.data.prepared import open_prepared
from training.data.row import Row
from training.data.writing import write_prepared

DESCRIPTION = {"labels": ["x", "y"], "fingerprint": "f" * 64}


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


def test_other_texts_are_read_back_and_checked(tmp_path, splits):
    prepared = write_prepared(
        tmp_path, DESCRIPTION, splits, [Row("o.tsv", 2, "Ruée \u2028", ""), Row("o.tsv", 3, "B", "")]
    )

    assert prepared.other() == open_prepared(tmp_path).other() == ["Ruée \u2028", "B"]
    (tmp_path / "other.jsonl").write_text('{"text": "C"}\n')
    with pytest.raises(DataError, match=r"other\.jsonl was changed after it was prepared"):
        prepared.other()
    (tmp_path / "other.jsonl").unlink()
    with pytest.raises(DataError, match=r"other\.jsonl is missing"):
        prepared.other()


def test_without_other_texts_there_are_none_and_they_are_no_split(tmp_path, splits):
    prepared = write_prepared(tmp_path, DESCRIPTION, splits)
    (tmp_path / "other.jsonl").write_text('{"text": "of somebody else"}\n')

    assert prepared.other() == []
    with pytest.raises(DataError, match="no split 'other'"):
        prepared.split("other")
