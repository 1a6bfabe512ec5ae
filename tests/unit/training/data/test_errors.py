from training.data.errors import LISTED, BadRowsError
from training.data.row import BadRow


def test_the_first_bad_rows_are_listed_and_all_are_counted():
    bad = [BadRow("mine.csv", number, "wrong") for number in range(1, LISTED + 6)]

    error = BadRowsError(bad, "correct them")

    lines = str(error).splitlines()
    assert lines[0] == "25 bad rows, nothing was written"
    assert lines[1] == "  mine.csv, row 1: wrong"
    assert lines[LISTED:] == ["  mine.csv, row 20: wrong", "  ... and 5 more", "correct them"]
    assert len(error.bad) == 25
