import base64
import json
from dataclasses import dataclass

import pytest
from aws_lambda_powertools.event_handler import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.common.plain import MAX_BODY, MAX_HEADLINES
from handlers.common.resolver import Api
from handlers.common.schemas import BatchRequest
from model import MAX_CHARACTERS, HeadlineError
from tests.gateway import REQUEST_ID, Context, event


@dataclass(frozen=True)
class Count:
    headlines: int


@pytest.fixture
def api():
    api = Api()

    @api.post("/count")
    def count(request: BatchRequest) -> Count:
        return Count(len(request.headlines))

    @api.get("/fails")
    def fails() -> Count:
        raise RuntimeError("Fever vaccine in s3://secret-bucket")

    @api.get("/empty")
    def empty() -> Count:
        raise HeadlineError("is empty", 3)

    @api.get("/wrong")
    def wrong() -> Count:
        return {"headlines": "Fever vaccine"}

    @api.get("/page")
    def page() -> Response[str]:
        return Response(200, "text/plain", "text")

    return api


@pytest.fixture
def ask(api):
    def ask(method, url, body=None, **other):
        answer = api.resolve(event(method, url, body, **other), Context())
        return answer["statusCode"], json.loads(answer["body"])

    return ask


def refusal(answer):
    status, body = answer
    assert body["error"]["request_id"] == REQUEST_ID
    return status, body["error"]["code"], body["error"]["message"]


def test_valid_request_is_answered(ask):
    assert ask("POST", "/count", {"headlines": ["one", "two"]}) == (200, {"headlines": 2})


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON; charset=utf-8", None])
def test_json_is_taken(ask, content_type):
    assert ask("POST", "/count", {"headlines": ["one"]}, content_type=content_type) == (200, {"headlines": 1})


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonx",
    ],
)
def test_other_media_types_are_named(ask, content_type):
    status, code, message = refusal(ask("POST", "/count", {"headlines": ["one"]}, content_type=content_type))

    assert (status, code) == (415, "unsupported_media_type")
    assert content_type.split(";")[0] in message


def test_body_in_base64_is_read(ask):
    body = base64.b64encode(b'{"headlines": ["one"]}').decode()

    assert ask("POST", "/count", body, isBase64Encoded=True) == (200, {"headlines": 1})


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "the request has no body"),
        (" \n", "the request has no body"),
        (None, "the request has no body"),
        ('{"headlines": ["Fever', "the body is not JSON at line 1, column 16"),
        ('{"headlines":\n [Fever]}', "the body is not JSON at line 2, column 3"),
        ("[" * 100_000, "the body is not JSON"),
        ('{"headlines": ' + "9" * 5000 + "}", "the body is not JSON"),
        ('[{"headlines": ["Fever"]}]', "the body is not a JSON object"),
        ("null", "the body is not a JSON object"),
    ],
)
def test_body_that_is_no_json_object_is_refused(ask, body, message):
    assert refusal(ask("POST", "/count", body)) == (400, "invalid_request", message)


@pytest.mark.parametrize("content", [b'{"headlines": ["\xff"]}', b"\x00\x9f\x92\x96"])
def test_body_that_is_no_text_is_refused(ask, content):
    body = base64.b64encode(content).decode()

    answer = refusal(ask("POST", "/count", body, isBase64Encoded=True))

    assert answer == (400, "invalid_request", "the body is not UTF-8 text")


def test_the_longest_batch_fits_however_it_is_written(ask):
    emoji = "\U0001f600" * MAX_CHARACTERS
    body = json.dumps({"headlines": [emoji] * MAX_HEADLINES})
    assert len(body) > 1_500_000

    assert ask("POST", "/count", body) == (200, {"headlines": MAX_HEADLINES})


def test_larger_bodies_are_refused(ask):
    frame = '{"headlines": [""]}'
    fits = frame.replace('""', '"' + " " * (MAX_BODY - len(frame)) + '"')

    assert refusal(ask("POST", "/count", fits))[0] == 400
    status, code, message = refusal(ask("POST", "/count", fits + " "))
    assert (status, code) == (413, "payload_too_large")
    assert message == f"the body has {MAX_BODY + 1} bytes, at most {MAX_BODY} are read"


def test_bytes_count_not_characters(ask):
    body = json.dumps({"headlines": ["\U0001f600" * (MAX_BODY // 4)]}, ensure_ascii=False)

    assert refusal(ask("POST", "/count", body))[0] == 413


@pytest.mark.parametrize(("method", "url"), [("GET", "/nothing"), ("GET", "/count"), ("POST", "/count/more")])
def test_unknown_route_is_not_found(ask, method, url):
    status, code, _ = refusal(ask(method, url, {} if method == "POST" else None))

    assert (status, code) == (404, "not_found")


@pytest.mark.parametrize("url", ["/fails", "/wrong"])
def test_the_unforeseen_says_nothing_of_itself(ask, log, url):
    status, body = ask("GET", url)

    assert refusal((status, body)) == (500, "internal_error", "the request could not be answered")
    assert body["error"]["details"] == []
    assert '"place"' in log.getvalue()
    assert "Fever" not in json.dumps(body) + log.getvalue()
    assert "secret-bucket" not in log.getvalue()


def test_fields_are_named_without_where_they_stood(ask):
    status, body = ask("POST", "/count", {"headlines": ["fine", 12345], "secret": "hunter2"})

    assert status == 400
    assert [detail["field"] for detail in body["error"]["details"]] == ["headlines[1]", "secret"]
    assert "12345" not in json.dumps(body)
    assert "hunter2" not in json.dumps(body)


def test_headline_the_model_refuses_is_a_bad_request(ask):
    status, body = ask("GET", "/empty")

    assert status == 400
    assert body["error"]["details"] == [{"field": "headlines[3]", "problem": "is empty"}]


def test_other_answers_pass(api):
    answer = api.resolve(event("GET", "/page"), Context())

    assert (answer["statusCode"], answer["body"]) == (200, "text")


def test_request_without_a_gateway_is_known_by_lambdas_id(api):
    answer = api.resolve(event("GET", "/fails", requestContext={}), Context())

    assert json.loads(answer["body"])["error"]["request_id"] == Context().aws_request_id


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)


@given(
    body=JSON_VALUES | st.fixed_dictionaries({"headlines": JSON_VALUES}) | st.text(st.characters(codec=None))
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_body_gets_an_answer(ask, body):
    text = body if isinstance(body, str) else json.dumps(body)

    status, answer = ask("POST", "/count", text)

    assert status in (200, 400)
    assert answer.keys() == ({"headlines"} if status == 200 else {"error"})
