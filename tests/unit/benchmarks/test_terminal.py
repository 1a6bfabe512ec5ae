from benchmarks.terminal import aligned


def test_columns_are_as_wide_as_their_longest_cell() -> None:
    assert aligned([["", "b", "c"], ["long", "1", ""]]) == "      b  c\nlong  1"
