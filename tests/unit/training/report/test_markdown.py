from training.report.markdown import paragraphs, percent, table


def test_a_pipe_in_a_cell_does_not_make_a_column() -> None:
    assert (
        table(["a", "b"], [["Twitter | Facebook", 2]]) == "| a | b |\n|---|---|\n| Twitter \\| Facebook | 2 |"
    )


def test_paragraphs_leave_out_what_is_empty() -> None:
    assert paragraphs("one", "", "two") == "one\n\ntwo"


def test_percent() -> None:
    assert percent(0.0834) == "8.3 %"
