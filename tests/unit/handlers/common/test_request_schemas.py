import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from pydantic import ValidationError

from handlers.common.request_schemas import DRAFT_4, REQUESTS, request_schema

KEYWORDS = {
    *("$schema", "type", "properties", "required", "additionalProperties", "items", "oneOf"),
    *("minLength", "minItems", "maxItems"),
}
"""Of draft 4, and known to API Gateway."""

TEXTS = st.text(max_size=3) | st.sampled_from(["Fever", " " * 1500 + "Fever", "a" * 1001, "\ud800", "\x00"])
FIELDS = st.sampled_from(["headline", "inputs", "query", "headlines", "label", "version", "more"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=3),
    max_leaves=6,
)
BODIES = VALUES | st.dictionaries(FIELDS, VALUES | st.fixed_dictionaries({"headline": TEXTS}), max_size=2)


def function_takes(name, body):
    try:
        REQUESTS[name].model_validate(body)
    except ValidationError:
        return False
    return True


def gateway_takes(name, body):
    return bool(Draft4Validator(request_schema(name)).is_valid(body))


def keywords(schema):
    items = [schema["items"]] if "items" in schema else []
    inner = [*schema.get("properties", {}).values(), *schema.get("oneOf", []), *items]
    return set(schema).union(*map(keywords, inner))


@pytest.mark.parametrize("name", REQUESTS)
def test_schema_says_nothing_that_draft_4_does_not_know(name):
    schema = request_schema(name)

    Draft4Validator.check_schema(schema)
    assert schema["$schema"] == DRAFT_4
    assert keywords(schema) <= KEYWORDS


@given(body=BODIES)
@example(body={"headline": "Fever" + " " * 2000})
@example(body={"query": {"headline": "Fever", "more": 1}})
@example(body={"headlines": ["Fever"] * 128})
@example(
    body={"headline": "Fever" + " " * 2000, "label": "Health", "version": "1", "predicted_label": "Sport"}
)
def test_gateway_refuses_only_what_the_function_would(body):
    for name in REQUESTS:
        assert gateway_takes(name, body) or not function_takes(name, body)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("classify", {}),
        ("classify", {"headline": 7}),
        ("classify", {"inputs": ""}),
        ("classify", {"headline": "Fever", "inputs": "Fever"}),
        ("classify", {"query": {"inputs": "Fever"}}),
        ("classify", {"headline": "Fever", "parameters": {}}),
        ("batch", {"headlines": []}),
        ("batch", {"headlines": ["Fever"] * 129}),
        ("batch", {"headlines": "Fever"}),
        ("batch", ["Fever"]),
        ("feedback", {"headline": "Fever"}),
        ("feedback", {"headline": "", "label": "Health"}),
        ("feedback", {"headline": "Fever", "label": 7}),
        ("feedback", {"headline": "Fever", "label": "Health", "model": None}),
        ("feedback", {"headline": "Fever", "label": "Health", "predicted_label": ""}),
        ("feedback", {"headline": "Fever", "label": "Health", "sure": True}),
    ],
)
def test_gateway_spares_the_function_what_has_the_wrong_form(name, body):
    assert not gateway_takes(name, body)
    assert not function_takes(name, body)
