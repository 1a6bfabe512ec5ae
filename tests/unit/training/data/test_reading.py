import csv
import io
import json
from datetime import datetime

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from training.data.errors import DataError
from training.data.layout import Columns, find_layout
from training.data.reading import read_rows
from training.data.row import BadRow, Row


def read(path, *, form="auto", quoting="auto", encoding="utf-8"):
    layout = find_layout(path, path.name, form=form, columns=Columns(), quoting=quoting, encoding=encoding)
    return list(read_rows(path, path.name, layout, encoding=encoding))


def uci(number, title, label="b"):
    return f"{number}\t{title}\thttp://x\tReuters\t{label}\tstory{number}\tx.com\t139447037069{number}"


def test_every_line_of_the_corpus_counts_where_default_quoting_loses_some(write):
    # given: titles that begin with a quote that nothing closes, as 518 lines of the corpus are lost to
    lines = [uci(1, "Plain"), uci(2, '"Frozen" wins'), uci(3, '"Veep'), uci(4, "Between"), uci(5, 'Ends"')]
    path = write("newsCorpora.csv", *lines)

    rows = read(path)

    assert [row.text for row in rows] == ["Plain", '"Frozen" wins', '"Veep', "Between", 'Ends"']
    assert len(pd.read_csv(path, sep="\t", header=None)) < 5


def test_a_corpus_line_brings_all_its_columns(write):
    assert read(write("newsCorpora.csv", uci(1, "Fed  holds"))) == [
        Row("newsCorpora.csv", 1, "Fed holds", "b", "story1", "Reuters", "x.com", "1394470370691")
    ]


def test_only_a_line_feed_ends_a_line(write):
    # given: other line breaks that Unicode knows
    path = write("newsCorpora.csv", uci(1, "a\u2028b\x85c\x0bd"), uci(2, "e"))

    assert [row.text for row in read(path)] == ["a b c d", "e"]


def test_bad_lines_of_the_corpus_are_named(write):
    path = write(
        "newsCorpora.csv",
        uci(1, "Fine"),
        "one\ttwo",
        uci(3, "  "),
        uci(4, "No label", label=""),
        uci(5, "Nestl\udce9 up").encode("utf-8", "surrogateescape") + b"\n",
        "",
        uci(7, "Fine too"),
    )

    rows = read(path)

    assert [str(row) for row in rows if isinstance(row, BadRow)] == [
        "newsCorpora.csv, row 2: 2 columns, not 8: 'one\\ttwo'",
        "newsCorpora.csv, row 3: no headline in column 'TITLE': '  '",
        "newsCorpora.csv, row 4: no label in column 'CATEGORY': ''",
        "newsCorpora.csv, row 5: byte 0xe9 cannot be decoded (--encoding names another encoding): "
        "b'Nestl\\xe9 up'",
        "newsCorpora.csv, row 6: 1 column, not 8: ''",
    ]
    assert [row.text for row in rows if isinstance(row, Row)] == ["Fine", "Fine too"]


def test_another_encoding_can_be_named(write):
    path = write("mine.csv", "headline,label", "Nestlé up,b".encode("cp1252") + b"\n")

    assert [row.text for row in read(path, encoding="cp1252")] == ["Nestlé up"]


def test_kaggles_form_has_quoted_fields(write):
    path = write(
        "kaggle.csv",
        "ID,TITLE,URL,PUBLISHER,CATEGORY,STORY,HOSTNAME,TIMESTAMP",
        '1,"Fed, ""hawkish"", holds",http://x,,b,story1,x.com,1394470370698',
    )

    assert read(path) == [
        Row("kaggle.csv", 2, 'Fed, "hawkish", holds', "b", "story1", None, "x.com", "1394470370698")
    ]


def test_quotes_between_tabs_are_text_unless_the_user_says_otherwise(write):
    path = write("mine.tsv", "headline\tlabel", '"Veep" wins\te', '"a ""b"""\te')

    assert [row.text for row in read(path)] == ['"Veep" wins', '"a ""b"""']
    assert [row.text for row in read(path, quoting="quoted") if isinstance(row, Row)] == ['a "b"']


def test_a_quote_that_nothing_closes_is_a_bad_row_not_a_silent_loss(write):
    path = write("mine.csv", "headline,label", "a,x", '"b,x', "c,x")

    *fine, last = read(path)

    assert [row.text for row in fine] == ["a"]
    assert str(last).startswith("mine.csv, row 3: not proper CSV: unexpected end of data")


def test_rows_are_counted_as_a_spreadsheet_counts_them(write):
    path = write("mine.csv", "headline,label", '"two\nlines",x', "", "one,x", "bad")

    rows = read(path)

    assert [(row.number, getattr(row, "text", None)) for row in rows] == [
        (2, "two lines"),
        (4, "one"),
        (5, None),
    ]


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1),
            st.sampled_from(["x", "y, z", '"q"']),
        ),
        min_size=1,
    )
)
def test_what_the_csv_module_writes_is_read_back_row_for_row(tmp_path_factory, contents):
    path = tmp_path_factory.mktemp("csv") / "mine.csv"
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("headline", "label"), *contents])
    path.write_bytes(text.getvalue().encode())

    rows = read(path)

    assert len(rows) == len(contents)
    assert [row.label for row in rows if isinstance(row, Row)] == [
        label for row, (_, label) in zip(rows, contents, strict=True) if isinstance(row, Row)
    ]


def test_json_lines_take_numbers_and_escapes_and_name_what_is_wrong(write):
    path = write(
        "mine.jsonl",
        json.dumps({"text": "Emoji \U0001f600", "label": 3, "timestamp": 1394470370698}),
        '{"text": "halves \\ud83d\\ude00", "label": "x", "story": "s"}',
        "{",
        "[1]",
        '{"label": "x"}',
        '{"text": ["a"], "label": "x"}',
        b'{"text": "caf\xe9", "label": "x"}\n',
    )

    rows = read(path)

    assert rows[:2] == [
        Row("mine.jsonl", 1, "Emoji \U0001f600", "3", timestamp="1394470370698"),
        Row("mine.jsonl", 2, "halves \U0001f600", "x", story="s"),
    ]
    assert [row.problem.split(":")[0] for row in rows[2:]] == [
        "not JSON",
        "'[1]' is not a JSON object",
        "no headline in column 'text'",
        "column 'text' holds \"['a']\", which is no text",
        "byte 0xe9 cannot be decoded (--encoding names another encoding)",
    ]


def test_parquet_rows_come_with_their_types_made_text(tmp_path):
    path = tmp_path / "mine.parquet"
    moment = datetime(2014, 3, 10, 16, 52, 50)
    table = {"title": ["a", None], "category": [1.0, 2.0], "timestamp": [moment, None], "story": [7, None]}
    parquet.write_table(pa.table(table), path)

    assert read(path) == [
        Row("mine.parquet", 1, "a", "1", story="7", timestamp="2014-03-10T16:52:50"),
        BadRow("mine.parquet", 2, "no headline in column 'title': ''"),
    ]


def test_a_damaged_parquet_file_is_an_error(tmp_path):
    # given: pages overwritten, the footer intact
    path = tmp_path / "mine.parquet"
    parquet.write_table(pa.table({"title": ["a" * 50] * 50, "category": ["b"] * 50}), path)
    content = bytearray(path.read_bytes())
    content[4:60] = b"\xff" * 56
    path.write_bytes(content)

    with pytest.raises(DataError, match="cannot be read after row 0"):
        read(path)
