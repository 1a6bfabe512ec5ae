from training.data.row import SHOWN, BadRow, shown


def test_a_bad_row_says_where_it_is():
    assert str(BadRow("mine.csv", 812, "label 'Helth' is not one of Health")) == (
        "mine.csv, row 812: label 'Helth' is not one of Health"
    )


def test_a_long_or_strange_value_is_shown_short_and_harmless():
    assert shown("a" * 200) == f"'{'a' * SHOWN}...'"
    assert shown("\x1b[31m\u202e") == r"'\x1b[31m\u202e'"
