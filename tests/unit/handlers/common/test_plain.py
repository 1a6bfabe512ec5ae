"""What is read plainly is what the schemas read; what is not is left to them."""

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handlers import classify
from handlers.common.errors import ApiError
from handlers.common.plain import MANY, MAX_BODY, MAX_HEADLINES, NAMED, ONE, PlainRequest, read_plain
from handlers.common.schemas import read_direct
from handlers.routes import api
from model import MAX_CHARACTERS
from tests.gateway import Context, event

LONG = "\U0001f600" * MAX_CHARACTERS
TEXTS = st.text(st.characters(codec=None), max_size=20) | st.sampled_from(
    [" ", "\n", LONG, LONG + "x", LONG + " "]
)
VALUES = st.none() | st.booleans() | st.integers() | TEXTS | st.lists(TEXTS, max_size=3)
FIELDS = st.sampled_from(["headline", "inputs", "query", "headlines", "parameters"])
BODIES = (
    st.dictionaries(FIELDS, VALUES, max_size=2)
    | st.fixed_dictionaries({"query": st.dictionaries(FIELDS, VALUES, max_size=2)})
    | st.fixed_dictionaries({"headlines": st.lists(TEXTS, max_size=4)})
    | st.fixed_dictionaries({"headline": TEXTS})
)


def schemas(body):
    try:
        return read_direct(body)
    except ApiError:
        return None


@given(body=BODIES)
@example(body={"headlines": ["a"] * MAX_HEADLINES})
@example(body={"headlines": ["a"] * (MAX_HEADLINES + 1)})
@settings(max_examples=500, deadline=None)
def test_a_direct_event_is_read_as_by_the_schemas_or_left_to_them(body):
    plain = read_plain(body)

    assert plain is None or plain == schemas(body)


@pytest.mark.parametrize(
    "body",
    [{"headline": "A b"}, {"inputs": " A\tb "}, {"query": {"headline": "A b"}}, {"headlines": ["A b"]}],
)
def test_every_form_is_plain(body):
    assert read_plain(body) == PlainRequest(("A b",), single="headlines" not in body)


@pytest.fixture
def both(shelf):
    """Ask over HTTP in both ways; returns what is answered plainly, and what by the router."""

    def both(url, body, **other):
        asked = event("POST", url, body, **other)
        plain = read_plain(asked)
        return plain and classify.respond(plain, asked, Context()), api.resolve(asked, Context())

    return both


@given(
    url=st.sampled_from([ONE, MANY]),
    body=BODIES,
    query=st.sampled_from(["", "?explain=true", "?explain=false"]),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_request_over_http_is_answered_as_by_the_router_or_left_to_it(both, url, body, query):
    plain, routed = both(url + query, body)

    assert plain is None or plain == routed


@pytest.mark.parametrize("name", ["words", "other", "no-such-Model1"])
def test_so_is_one_of_a_model_by_its_name(both, name):
    url = NAMED.replace("{model}", name)

    plain, routed = both(url, {"headline": "Fever"}, resource=NAMED, pathParameters={"model": name})

    assert plain == routed


@pytest.mark.parametrize("query", ["?explain=1", "?explain=maybe", "?other=1", "?explain=true&other=1"])
def test_another_query_is_left_to_the_router(query):
    assert read_plain(event("POST", ONE + query, {"headline": "Fever"})) is None


@pytest.mark.parametrize("values", [["true", "false"], [""], []])
def test_a_query_without_one_value_is_left_to_the_router(values):
    query = {"explain": values}

    asked = event("POST", ONE, {"headline": "Fever"}, multiValueQueryStringParameters=query)

    assert read_plain(asked) is None


@pytest.mark.parametrize(
    "other",
    [
        {"headers": {"Content-Type": "text/plain"}},
        {"isBase64Encoded": True},
        {"body": None},
        {"body": "["},
        {"body": "[" * 100_000},
        {"body": json.dumps({"headline": "x"}) + " " * MAX_BODY},
        {"httpMethod": "GET"},
        {"resource": "/{proxy+}"},
        {"resource": NAMED, "pathParameters": {"model": "a/b"}},
        {"resource": NAMED, "pathParameters": None},
        {"resource": MANY},
        {"queryStringParameters": {"explain": "true"}},
        {"resource": [ONE]},
        {"headers": {"content-type": None}},
        {"pathParameters": "words", "resource": NAMED},
    ],
)
def test_other_requests_are_left_to_the_router(other):
    assert read_plain(event("POST", ONE, {"headline": "Fever"}) | other) is None


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON; charset=utf-8", None])
def test_json_is_plain(content_type):
    assert read_plain(event("POST", ONE, {"headline": "Fever"}, content_type=content_type))


@pytest.mark.parametrize("strange", [None, "Fever", ["Fever"], 7, {}])
def test_what_is_no_object_of_one_field_is_not_plain(strange):
    assert read_plain(strange) is None
