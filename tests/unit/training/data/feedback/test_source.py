import hashlib

import pytest

from training.data.errors import DataError
from training.data.feedback.source import is_table, open_feedback

NOW = 1_800_000_000


def test_a_file_is_read_where_it_lies(jsonl, content):
    path = jsonl("corrections.jsonl", content(1, "Flu", "Health"))

    with open_feedback(path, now=NOW, progress=False) as source:
        assert (source.name, source.path, source.form, source.expired) == (
            "corrections.jsonl",
            path,
            "jsonl",
            0,
        )
        assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_table_is_a_file_as_long_as_it_is_read(table, content):
    address = f"dynamodb://{table(content(1, 'Flu', 'Health'), content(2, 'Old', 'Arts', expires=1))}"

    with open_feedback(address, now=NOW, progress=False) as source:
        assert (source.name, source.form, source.expired) == (address, "dynamodb", 1)
        assert source.sha256 == hashlib.sha256(source.path.read_bytes()).hexdigest()

    assert not source.path.parent.exists()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with (
        pytest.raises(DataError, match="is not there"),
        open_feedback(tmp_path / "none.jsonl", now=NOW, progress=False),
    ):
        pass


def test_a_table_is_known_by_its_scheme(tmp_path):
    assert is_table("dynamodb://corrections")
    assert not is_table("s3://bucket/corrections.jsonl")
    assert not is_table(tmp_path)
