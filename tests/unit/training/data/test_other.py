import pytest

from training.data.errors import BadRowsError, DataError
from training.data.other import clean_other
from training.data.part import Part
from training.data.row import BadRow


def part(rows, bad=()):
    return Part([{"file": "mine.csv"}], [], rows, list(bad))


def test_what_has_a_label_somewhere_goes_and_duplicates_go(rows):
    texts = rows(("A ...", ""), ("Goal", ""), ("B", ""), ("goal", ""), ("Goal", ""), ("Try", ""))

    cleaned = clean_other(part(texts), {"train": rows(("a", "x")), "test": rows(("b", "y"))}, "error")

    assert [row.text for row in cleaned.rows] == ["Goal", "Try"]
    assert cleaned.recurring_rows == 2
    assert {name: found.normalised.rows for name, found in cleaned.recurrences.items()} == {
        "train": 1,
        "test": 1,
    }
    assert (cleaned.exact_duplicates, cleaned.normalised_duplicates) == (1, 1)


def test_bad_rows_are_an_error_unless_they_may_be_left_out(rows):
    read = part(rows(("Goal", "")), [BadRow("mine.csv", 2, "short")])

    with pytest.raises(BadRowsError, match=r"mine\.csv, row 2: short(.|\n)*--bad-rows drop"):
        clean_other(read, {}, "error")
    assert [row.text for row in clean_other(read, {}, "drop").rows] == ["Goal"]


def test_nothing_left_is_an_error_that_says_why(rows):
    read = part(rows(("A", ""), ("a", "")), [BadRow("mine.csv", 3, "short")])

    with pytest.raises(DataError, match=r"no text is left: 2 of 3 rows recur .* 1 are bad"):
        clean_other(read, {"train": rows(("A", "x"))}, "drop")
