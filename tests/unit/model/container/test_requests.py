import json

import pytest

from model.container.refusal import Refusal, RefusalError
from model.container.requests import read_request
from model.headline import MAX_CHARACTERS


def refused(body: str | bytes, content_type: str | None) -> Refusal:
    with pytest.raises(RefusalError) as caught:
        read_request(body, content_type)
    return caught.value.refusal


def test_one_headline_and_a_list_of_one_are_told_apart() -> None:
    one = read_request('{"inputs": "  Fed  lifts rates "}', "application/json")
    many = read_request(b'{"inputs": ["Fed lifts rates"]}', None)

    assert one.records == many.records == ("Fed lifts rates",)
    assert (one.single, many.single) == (True, False)
    assert not one.lines


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the body is not JSON: Expecting value"),
        ("[" * 100_000, "the body is not JSON: RecursionError"),
        ('"text"', 'the body is not {"inputs": ...}'),
        ("{}", 'the body is not {"inputs": ...}'),
        ('{"inputs": "a", "parameters": {}}', "the body has 1 other fields beside inputs"),
        ('{"inputs": []}', "inputs is an empty list"),
        ('{"inputs": null}', "inputs is of type NoneType, not a string"),
        ('{"inputs": {"a": "b"}}', "inputs is of type dict, not a string"),
        ('{"inputs": ["a", 7]}', "inputs[1] is of type int, not a string"),
        ('{"inputs": ["a", " \\n "]}', "inputs[1] is empty"),
        (
            json.dumps({"inputs": "a" * (MAX_CHARACTERS + 1)}),
            f"inputs has {MAX_CHARACTERS + 1} characters, more than {MAX_CHARACTERS}",
        ),
    ],
)
def test_what_is_wrong_with_json_is_named(content: str, message: str) -> None:
    assert refused(content, "application/json") == Refusal("invalid_request", message)


def test_the_longest_headline_is_read() -> None:
    request = read_request(json.dumps({"inputs": "a" * MAX_CHARACTERS}), "application/json")

    assert request.records == ("a" * MAX_CHARACTERS,)


def test_a_bad_line_is_refused_in_its_place() -> None:
    body = '\ufeff{"inputs": "one"}\n"two\u2028more"\r\n\n{"inputs": ["three"]}\n{"text": "x"}\n"six"\n'

    request = read_request(body.encode(), "application/x-jsonlines")

    assert request.lines
    assert request.records == (
        "one",
        "two more",
        Refusal("invalid_request", "line 3 is not JSON: Expecting value"),
        Refusal("invalid_request", "line 4 is of type list, not a string"),
        Refusal("invalid_request", 'line 5 is not {"inputs": ...}'),
        "six",
    )


def test_csv_is_one_headline_per_row() -> None:
    body = 'Fed lifts rates\r\n"Shares fall, bonds rise"\n"He said ""no"""\nfirst,second\n\nlast'

    request = read_request(body, "text/csv; charset=utf-8")

    assert request.records == (
        "Fed lifts rates",
        "Shares fall, bonds rise",
        'He said "no"',
        Refusal(
            "invalid_request", "row 4 has 2 columns, not 1; a headline with a comma in it stands in quotes"
        ),
        Refusal(
            "invalid_request", "row 5 has 0 columns, not 1; a headline with a comma in it stands in quotes"
        ),
        "last",
    )


@pytest.mark.parametrize(
    ("body", "content_type", "code", "message"),
    [
        (b"\x89PNG", "image/png", "unsupported_media_type", "content type 'image/png' is not one of"),
        (b'{"inputs": "\xff"}', "application/json", "invalid_request", "byte 12 of the body is not UTF-8"),
        ("", "text/csv", "invalid_request", "the body is empty"),
        ('"never closed', "text/csv", "invalid_request", "the body is not CSV"),
        ('"a"b', "text/csv", "invalid_request", "the body is not CSV"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    body: str | bytes, content_type: str, code: str, message: str
) -> None:
    found = refused(body, content_type)

    assert found.code == code
    assert found.message.startswith(message)
