import pytest
from pydantic import ValidationError

from handlers.common.errors import ApiError
from handlers.common.plain import MAX_HEADLINES
from handlers.common.schemas import BatchRequest, ClassifyRequest, read_direct
from model import MAX_CHARACTERS


def problems(invalid):
    return [(error["loc"], error["type"]) for error in invalid.value.errors()]


@pytest.mark.parametrize("form", ["headline", "inputs", "query"])
def test_forms_mean_the_same(form):
    body = {form: {"headline": " Fever\t vaccine "} if form == "query" else " Fever\t vaccine "}

    assert ClassifyRequest.model_validate(body).headline == "Fever vaccine"


def test_length_counts_after_normalisation():
    words = "a" + "  b" * (MAX_CHARACTERS // 2)
    assert len(words) > MAX_CHARACTERS

    with pytest.raises(ValidationError) as invalid:
        ClassifyRequest.model_validate({"headline": words})
    assert problems(invalid) == [(("headline",), "string_too_long")]

    assert len(ClassifyRequest.model_validate({"headline": words[:-3]}).headline) == MAX_CHARACTERS - 1


@pytest.mark.parametrize("text", ["", "   ", "\x00\x1f", "\n\u2003"])
def test_nothing_is_no_headline(text):
    with pytest.raises(ValidationError) as invalid:
        ClassifyRequest.model_validate({"inputs": text})

    assert problems(invalid) == [(("inputs",), "string_too_short")]


@pytest.mark.parametrize(
    "text", ["\ud83d\ude00 smile", "\ud800 half", "\u202eright to left", "\U0001f600" * 1000]
)
def test_any_text_is_a_headline(text):
    headline = ClassifyRequest.model_validate({"headline": text}).headline

    assert headline.encode()


@pytest.mark.parametrize("value", [None, 7, 7.5, True, ["Fever"], {"headline": "Fever"}])
def test_only_text_is_a_headline(value):
    with pytest.raises(ValidationError) as invalid:
        ClassifyRequest.model_validate({"headline": value})

    assert problems(invalid) == [(("headline",), "string_type")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, [(("headline",), "missing")]),
        ({"query": {}}, [(("headline",), "missing"), (("query",), "extra_forbidden")]),
        ({"headline": "Fever", "inputs": "Fever"}, [(("inputs",), "extra_forbidden")]),
        ({"headline": "Fever", "parameters": {}}, [(("parameters",), "extra_forbidden")]),
    ],
)
def test_other_fields_are_refused(body, expected):
    with pytest.raises(ValidationError) as invalid:
        ClassifyRequest.model_validate(body)

    assert problems(invalid) == expected


@pytest.mark.parametrize(
    ("headlines", "expected"),
    [
        ([], [(("headlines",), "too_short")]),
        (["Fever"] * (MAX_HEADLINES + 1), [(("headlines",), "too_long")]),
        (["Fever", " ", 7], [(("headlines", 1), "string_too_short"), (("headlines", 2), "string_type")]),
        ("Fever", [(("headlines",), "list_type")]),
    ],
)
def test_batch_is_bounded(headlines, expected):
    with pytest.raises(ValidationError) as invalid:
        BatchRequest.model_validate({"headlines": headlines})

    assert problems(invalid) == expected


def test_full_batch_is_taken():
    assert (
        len(BatchRequest.model_validate({"headlines": ["Fever"] * MAX_HEADLINES}).headlines) == MAX_HEADLINES
    )


def test_schema_shows_all_forms_and_bounds():
    schema = ClassifyRequest.model_json_schema()

    assert list(schema["properties"]) == ["headline", "inputs", "query"]
    assert schema["oneOf"] == [{"required": ["headline"]}, {"required": ["inputs"]}, {"required": ["query"]}]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["inputs"]["maxLength"] == MAX_CHARACTERS


def test_details_name_place_and_problem_and_not_the_value():
    with pytest.raises(ApiError) as refusal:
        read_direct({"headlines": ["fine", 12345], "secret": "hunter2"})

    assert refusal.value.code == "invalid_request"
    assert [detail.field for detail in refusal.value.details] == ["headlines[1]", "secret"]
    assert "12345" not in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_whole_event_has_a_name():
    with pytest.raises(ApiError) as refusal:
        read_direct(["Fever"])

    assert [detail.field for detail in refusal.value.details] == ["body"]
