import pyarrow as pa
import pytest
from pyarrow import parquet

from training.data.errors import DataError
from training.data.layout import Columns
from training.data.part import Reading, read_part
from training.data.source import Source

READING = Reading(Columns(), form="auto", quoting="auto", encoding="utf-8", progress=False)


def source(path):
    return Source(path.name, path, "0" * 64)


def test_files_of_different_forms_make_one_part(write):
    one = write("one.csv", "headline,label", "A,x", "bad")
    two = write("two.tsv", "label\ttitle", "y\tB")

    part = read_part([source(one), source(two)], READING, None)

    assert [(row.file, row.text, row.label) for row in part.rows] == [
        ("one.csv", "A", "x"),
        ("two.tsv", "B", "y"),
    ]
    assert [str(row) for row in part.bad] == ["one.csv, row 3: 1 column, not 2: 'bad'"]
    assert part.sources == [
        {"file": "one.csv", "format": "csv", "rows": 2, "sha256": "0" * 64},
        {"file": "two.tsv", "format": "tsv", "rows": 1, "sha256": "0" * 64},
    ]


@pytest.mark.parametrize(
    ("needed", "texts", "problems"),
    [
        (None, ["A", "B", "C"], []),
        ("story", ["A", "B"], ["no story"]),
        (
            "timestamp",
            ["A", "C"],
            ["timestamp 'soon' is neither milliseconds since 1970 nor an ISO 8601 date"],
        ),
    ],
)
def test_a_row_without_what_is_needed_is_bad(write, needed, texts, problems):
    path = write(
        "mine.csv", "headline,label,story,timestamp", "A,x,s1,2014-03-10", "B,x,s1,soon", "C,x,,2014-03-11"
    )

    part = read_part([source(path)], READING, needed)

    assert [row.text for row in part.rows] == texts
    assert [row.problem for row in part.bad] == problems


@pytest.mark.parametrize(("needed", "option"), [("story", "story"), ("timestamp", "time")])
def test_a_file_without_the_needed_column_is_refused(write, needed, option):
    path = write("mine.csv", "headline,label", "A,x")

    with pytest.raises(
        DataError, match=f"no column '{needed}', which --split {option} needs; --{option}-column"
    ):
        read_part([source(path)], READING, needed)


def test_a_header_alone_is_no_data(write):
    with pytest.raises(DataError, match=r"mine\.csv has no rows"):
        read_part([source(write("mine.csv", "headline,label"))], READING, None)


def test_of_texts_the_labels_are_not_read(write, tmp_path):
    parquet.write_table(pa.table({"title": ["C"]}), tmp_path / "c.parquet")
    paths = [write("a.tsv", "TITLE\tCATEGORY", "A\tx", "B\t"), tmp_path / "c.parquet"]
    reading = Reading(Columns(label="desk"), form="csv", quoting="auto", encoding="utf-8", progress=False)

    part = read_part([source(path) for path in paths], reading.of_text(), None)

    assert [(row.text, row.label) for row in part.rows] == [("A", ""), ("B", ""), ("C", "")]
    assert part.bad == []
