from training.data.table import aligned


def test_the_first_column_is_flush_left_and_the_others_right():
    assert aligned([["", "x", "rows"], ["train", "1,000", "2"]]) == [
        "           x  rows",
        "train  1,000     2",
    ]
