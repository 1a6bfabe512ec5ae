import pytest

from training.data.errors import BadRowsError, DataError
from training.data.label import KNOWN, LabelMap
from training.data.naming import name_labels, narrowed
from training.data.part import Part
from training.data.row import BadRow

CODES = LabelMap({"b": "Business", "m": "Health", "t": "Science"}, KNOWN)
OPEN = LabelMap({}, None)


def part(rows, bad=()):
    return Part([{"file": "mine.csv"}], [], rows, list(bad))


def test_codes_become_names(rows):
    named, bad = name_labels({"train": part(rows(("A", "b"), ("B", "Health")))}, CODES, "error")

    assert [row.label for row in named["train"]] == ["Business", "Health"]
    assert bad == []


def test_bad_rows_are_listed_in_the_order_of_the_file(rows):
    read = part(
        rows(("A", "b"), ("B", "Helth")), [BadRow("mine.csv", 1, "short"), BadRow("mine.csv", 9, "short")]
    )

    with pytest.raises(BadRowsError) as raised:
        name_labels({"train": read}, CODES, "error")

    assert [(row.number, row.problem) for row in raised.value.bad] == [
        (1, "short"),
        (2, "label 'Helth' is not one of Business, Science, Entertainment, Health"),
        (9, "short"),
    ]
    named, bad = name_labels({"train": read}, CODES, "drop")
    assert (len(named["train"]), len(bad)) == (1, 3)


@pytest.mark.parametrize("policy", ["error", "drop"])
def test_a_given_file_may_only_have_labels_that_training_has(rows, policy):
    parts = {"train": part(rows(("A", "b"), ("B", "t"))), "test": part(rows(("C", "b"), ("D", "m")))}

    with pytest.raises(
        BadRowsError, match=r"row 2: label 'm' is not one of Business, Science\n.*never dropped"
    ):
        name_labels(parts, CODES, policy)


def test_a_label_of_the_users_own_needs_some_rows(rows):
    read = rows(*[(f"A{number}", "x") for number in range(3)], ("B", "y"), ("C", "y"))

    with pytest.raises(DataError, match=r"label 'y' has 2 rows \(mine.csv, row 4\), fewer than the 3"):
        name_labels({"train": part(read)}, OPEN, "error")


def test_bad_rows_come_before_what_they_may_have_caused(rows):
    read = part(rows(("A", "x"), ("B", "y")), [BadRow("mine.csv", 3, "not proper CSV")])

    with pytest.raises(BadRowsError, match="not proper CSV"):
        name_labels({"train": read}, OPEN, "error")


def test_labels_are_narrowed_to_those_of_the_rows_in_their_order(rows):
    training = rows(("A", "y"), ("B", "x"), ("C", "y"))

    assert narrowed(LabelMap({"z": "y"}, ("y", "w", "x")), training) == LabelMap({"z": "y"}, ("y", "x"))
    assert narrowed(LabelMap({}, None), training).allowed == ("x", "y")
