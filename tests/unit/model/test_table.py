from pathlib import Path

import pytest

from model.table import Row, read_table


def rows(tmp_path: Path, content: bytes, name: str = "table.csv") -> list[Row]:
    (tmp_path / name).write_bytes(content)
    return list(read_table(tmp_path / name))


def test_a_csv(tmp_path: Path) -> None:
    found = rows(tmp_path, b'\xef\xbb\xbfid,headline\r\n1,"a, b"\r\n2,"two\nlines"\n3,plain')

    assert [(row.line, row.cells) for row in found] == [
        (1, ["id", "headline"]),
        (2, ["1", "a, b"]),
        (3, ["2", "two\nlines"]),
        (5, ["3", "plain"]),
    ]


def test_an_unclosed_quote_costs_its_own_line_only(tmp_path: Path) -> None:
    found = rows(tmp_path, b'id,headline\n1,"open\n2,sound\n3,"closed"\n4,"open again\n5,last\n')

    assert [(row.line, row.text, row.cells) for row in found[1:]] == [
        (2, '1,"open', []),
        (3, "2,sound", ["2", "sound"]),
        (4, '3,"closed"', ["3", "closed"]),
        (5, '4,"open again', []),
        (6, "5,last", ["5", "last"]),
    ]


def test_an_unclosed_quote_before_a_hundred_thousand_rows(tmp_path: Path) -> None:
    content = b'id,headline\n0,"open\n' + b"".join(
        b"%d,a headline of usual length\n" % n for n in range(100_000)
    )
    found = rows(tmp_path, content)

    assert len(found) == 100_002
    assert found[1].cells == []
    assert found[-1] == Row(
        100_002, "99999,a headline of usual length", ["99999", "a headline of usual length"]
    )


def test_a_quoted_value_over_two_lines_stays_one_row_also_with_a_value_too_many(tmp_path: Path) -> None:
    found = rows(tmp_path, b'id,headline\n1,"Drug trial\nfails badly",extra\n2,Stocks\n')

    assert [(row.line, row.cells) for row in found[1:]] == [
        (2, ["1", "Drug trial\nfails badly", "extra"]),
        (4, ["2", "Stocks"]),
    ]


def test_quotes_inside_a_value_are_text(tmp_path: Path) -> None:
    found = rows(tmp_path, b'id,headline\n1,say "hi"\n2,"he said ""no"""\n')

    assert [row.cells[1] for row in found[1:]] == ['say "hi"', 'he said "no"']


def test_blank_lines_are_rows_without_values(tmp_path: Path) -> None:
    assert [row.cells for row in rows(tmp_path, b"headline\n\na\n")] == [["headline"], [], ["a"]]


def test_in_a_tsv_quotes_are_text_and_every_line_is_a_row(tmp_path: Path) -> None:
    found = rows(tmp_path, b'id\theadline\n1\t"Frozen" star\n2\t"open\n3\tlast\n', "table.tsv")

    assert [row.cells for row in found[1:]] == [["1", '"Frozen" star'], ["2", '"open'], ["3", "last"]]


def test_bytes_that_are_not_utf8_can_be_written_back(tmp_path: Path) -> None:
    found = rows(tmp_path, b"headline\ncaf\xe9\n")

    assert found[1].cells[0].encode("utf-8", "surrogateescape") == b"caf\xe9"


@pytest.mark.parametrize("name", ["empty.csv", "empty.tsv"])
def test_an_empty_file_has_no_rows(tmp_path: Path, name: str) -> None:
    assert rows(tmp_path, b"", name) == []
