import pytest

from loadtest.call import Outcome


def test_the_expected_answer_is_right(call):
    assert call.judge(200, b'{"right": true}') == (Outcome.RIGHT, "")


def test_another_content_is_wrong(call):
    assert call.judge(200, b'{"right": false}') == (Outcome.WRONG, "it is not right")


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff"])
def test_what_cannot_be_read_is_wrong(call, content):
    outcome, problem = call.judge(200, content)

    assert outcome is Outcome.WRONG
    assert problem.startswith("it cannot be read: ")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (0, Outcome.FAILED),
        (500, Outcome.FAILED),
        (502, Outcome.FAILED),
        (504, Outcome.FAILED),
        (429, Outcome.THROTTLED),
        (503, Outcome.THROTTLED),
        (400, Outcome.WRONG),
        (301, Outcome.WRONG),
    ],
)
def test_another_status_is_told_by_what_it_means(call, status, outcome):
    found, problem = call.judge(status, b"{}")

    assert found is outcome
    assert problem == (f"the status is {status}, not 200" if status else "there is no answer")
