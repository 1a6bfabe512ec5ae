import pytest
from pydantic import ValidationError

from handlers.common.schemas import MAX_HEADLINES, BatchRequest, ClassifyRequest, ServedModel
from model import MAX_CHARACTERS, open_classifier
from model.settings import ModelSettings


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


def test_served_model_is_what_the_manifest_says(artifact):
    classifier = open_classifier(ModelSettings(artifact=str(artifact)))

    served = ServedModel.of(classifier, "local")

    assert (served.name, served.version, served.backend) == ("words", "0.1.0", "local")
    assert served.labels == ["Business", "Health"]
    assert served.calibration.threshold == 0.8
