import json

import pyarrow as pa
import pytest
from pyarrow import parquet

from training.data.errors import DataError
from training.data.layout import CORPUS_COLUMNS, Columns, find_layout

UCI = "1\tFed holds\thttp://x\tReuters\tb\tstory1\tx.com\t1394470370698"


def layout_of(path, *, form="auto", columns=Columns(), quoting="auto"):  # noqa: B008
    return find_layout(path, path.name, form=form, columns=columns, quoting=quoting, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "first", "form", "kind"),
    [
        ("newsCorpora.csv", UCI, "uci", "raw"),
        ("uci-news-aggregator.csv", ",".join(CORPUS_COLUMNS), "kaggle", "quoted"),
        ("train.tsv", "TITLE\tCATEGORY", "pair", "raw"),
        ("train.tsv", "Fed holds\tb", "pair", "raw"),
        ("mine.csv", "id,Headline,Label", "csv", "quoted"),
        ("mine.csv", "id;Headline;Label", "csv", "quoted"),
        ("mine.tsv", "id\tHeadline\tLabel", "tsv", "raw"),
        ("mine.tsv", "\t".join(CORPUS_COLUMNS), "tsv", "raw"),
        ("mine.jsonl", '{"text": "a", "label": "b"}', "jsonl", "jsonl"),
    ],
)
def test_the_form_is_found_out(write, name, first, form, kind):
    found = layout_of(write(name, first))

    assert (found.form, found.kind) == (form, kind)


def test_a_pair_file_may_have_no_header(write):
    assert layout_of(write("a.tsv", "TITLE\tCATEGORY")).header
    assert not layout_of(write("b.tsv", "Fed holds\tb")).header
    assert not layout_of(write("c.tsv", "Fed holds\tPolitics"), form="pair").header


def test_columns_are_found_by_the_users_names_and_the_rest_by_the_usual(write):
    path = write("mine.csv", "subject,desk,Story,event,Publisher,TIMESTAMP,when")

    found = layout_of(path, columns=Columns(text="subject", label="desk", story="event", timestamp="when"))

    assert found.columns == ("subject", "desk", "event", "Publisher", None, "when")


def test_a_byte_order_mark_is_no_part_of_a_name(write):
    assert layout_of(write("mine.csv", b"\xef\xbb\xbfheadline,label\r\n")).columns[:2] == (
        "headline",
        "label",
    )


def test_parquet_tells_its_columns(tmp_path):
    path = tmp_path / "mine.parquet"
    parquet.write_table(pa.table({"title": ["a"], "category": ["b"], "story": ["s"]}), path)

    assert layout_of(path).columns == ("title", "category", "story", None, None, None)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "mine.csv is empty"),
        (b"\nheadline,label\n", "row 1: the row is empty"),
        (b"\xff\xfeh\x00", "UTF-16"),
        (b"id,subject\n", "--text-column; it has 'id', 'subject'"),
        (b"headline,title,label\n", "--text-column"),
        (b"headline,desk\n", "--label-column"),
        (b"headline,label,label\n", "2 columns 'label'"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused(write, content, message):
    with pytest.raises(DataError, match=message):
        layout_of(write("mine.csv", content))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (Columns(text="Headlne"), "no column 'Headlne'; it has 'headline', 'label'"),
        (Columns(story="event"), "no column 'event' for the story"),
        (Columns(timestamp="when"), "no column 'when' for the timestamp"),
    ],
)
def test_a_missing_column_is_named(write, columns, message):
    with pytest.raises(DataError, match=message):
        layout_of(write("mine.csv", "headline,label"), columns=columns)


@pytest.mark.parametrize("first", ["[1]", "7", "{", "null"])
def test_json_lines_hold_objects(write, first):
    with pytest.raises(DataError, match=r"row 1: .* is not a JSON object"):
        layout_of(write("mine.jsonl", first))


def test_a_later_object_may_have_more(write):
    found = layout_of(write("mine.jsonl", json.dumps({"text": "a", "label": "b"})))

    assert found.columns == ("text", "label", "story", "publisher", "hostname", "timestamp")


def test_another_header_than_kaggles_is_refused_as_kaggle(write):
    with pytest.raises(DataError, match="not the Kaggle form"):
        layout_of(write("mine.csv", "TITLE,CATEGORY"), form="kaggle")


def test_what_only_looks_like_parquet_is_refused(write):
    with pytest.raises(DataError, match="is not a Parquet file"):
        layout_of(write("mine.parquet", "headline,label"))


@pytest.mark.parametrize(
    ("name", "first", "text"),
    [
        ("newsCorpora.csv", UCI, "TITLE"),
        ("kaggle.csv", ",".join(CORPUS_COLUMNS), "TITLE"),
        ("pair.tsv", "TITLE\tCATEGORY", "TITLE"),
        ("mine.csv", "id,Headline,Label", "Headline"),
        ("mine.csv", "headline", "headline"),
        ("mine.tsv", "headline", "headline"),
        ("mine.jsonl", '{"text": "a"}', "text"),
        ("named.csv", "subject,headline", "subject"),
    ],
)
def test_where_the_text_alone_counts_no_other_column_is_needed_or_read(write, name, first, text):
    found = layout_of(write(name, first), columns=Columns(text="subject", labelled=False))

    assert found.columns == (text, None, None, None, None, None)


def test_a_tsv_file_of_one_column_has_no_commas_between_fields(write):
    found = layout_of(write("mine.tsv", "headline"), columns=Columns(labelled=False))

    assert (found.form, found.kind, found.delimiter) == ("tsv", "raw", "\t")


def test_parquet_without_labels_is_text_too(tmp_path):
    path = tmp_path / "mine.parquet"
    parquet.write_table(pa.table({"title": ["a"]}), path)

    assert layout_of(path, columns=Columns(labelled=False)).columns[:2] == ("title", None)
