import json

import pytest

from loadtest.call import Outcome
from loadtest.errors import LoadError
from loadtest.payloads import bad, lists, mixed, read_headlines, singles
from tests.unit.loadtest.conftest import content


@pytest.mark.parametrize(("name", "separator"), [("h.tsv", "\t"), ("h.csv", ",")])
def test_headlines_are_read_once_each(tmp_path, name, separator):
    rows = [["TITLE", "CATEGORY"], ["Flu spreads", "Health"], ["Flu spreads", "Health"], [" ", "Health"]]
    (tmp_path / name).write_text("\n".join(separator.join(row) for row in rows))

    assert read_headlines(tmp_path / name) == ["Flu spreads"]


def test_quotes_in_tab_separated_lines_are_text(tmp_path):
    (tmp_path / "h.tsv").write_text('TITLE\tCATEGORY\n"Flu" spreads\tHealth\n"Comet\tScience\nCut short\n')

    assert read_headlines(tmp_path / "h.tsv") == ['"Flu" spreads', '"Comet', "Cut short"]


@pytest.mark.parametrize(
    ("text", "problem"), [("text\nFlu\n", "none of the columns"), ("title\n", "no headlines")]
)
def test_a_file_without_headlines_is_named(tmp_path, text, problem):
    (tmp_path / "h.csv").write_text(text)

    with pytest.raises(LoadError, match=f"h.csv has {problem}"):
        read_headlines(tmp_path / "h.csv")


def test_one_headline_a_request_and_its_answer_is_checked(service, reference):
    first, second = singles(service, reference)

    assert json.loads(first.body) == {"headline": "Flu spreads"}
    assert first.headers["x-api-key"] == service.key
    right = content(reference.predictions["Flu spreads"])
    assert first.judge(200, right)[0] is Outcome.RIGHT
    assert second.judge(200, right)[0] is Outcome.WRONG


def test_lists_hold_each_headline_and_go_round(service, reference):
    (call,) = lists(service, reference, 3)
    assert lists(service, reference, 7)[0].headlines == 7
    expected = [*reference.predictions.values()]

    assert json.loads(call.body)["headlines"] == ["Flu spreads", "Comet found", "Flu spreads"]
    assert call.headlines == 3
    assert call.judge(200, content({"predictions": [*expected, expected[0]]}))[0] is Outcome.RIGHT
    outcome, problem = call.judge(200, content({"predictions": [*expected, expected[1]]}))
    assert outcome is Outcome.WRONG
    assert problem.startswith("prediction 3: ")
    assert call.judge(200, content({"predictions": expected}))[1] == "there are 2 predictions for 3 headlines"


def test_bad_input_is_to_be_refused_in_the_form_of_our_errors(service):
    calls = {call.name: call for call in bad(service)}
    call = calls["no key"]
    error = {"code": "forbidden", "message": "no", "request_id": "1"}

    assert "x-api-key" not in call.headers
    assert call.judge(403, content({"error": error}))[0] is Outcome.RIGHT
    assert call.judge(403, content({"error": error | {"code": "not_found"}}))[0] is Outcome.WRONG
    assert call.judge(403, content({"message": "Forbidden"}))[0] is Outcome.WRONG
    assert call.judge(200, b"{}")[0] is Outcome.WRONG
    assert calls["unknown route"].body is None


def test_the_mix_has_as_many_good_as_bad(service, reference):
    assert [call.status == 200 for call in mixed(service, reference)] == [True, False, True, False]


def test_a_token_goes_with_every_request(service, reference):
    service.token = "abc"

    for call in (*singles(service, reference), *lists(service, reference, 2), *bad(service)):
        assert call.headers["authorization"] == "Bearer abc"
