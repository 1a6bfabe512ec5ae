import hashlib

import pytest

from model.headline import headline_hash, normalise
from training.data.feedback.correction import Correction, read_correction
from training.data.row import BadRow

KEY = hashlib.sha256("Café opens".encode()).hexdigest()


def test_a_correction_comes_with_all_it_says(content):
    made = read_correction("c.jsonl", 3, content(61, "Café opens", "Health", predicted_label="Science"))

    assert made == Correction(
        file="c.jsonl",
        number=3,
        id="id-61",
        headline_key=KEY,
        text="Café opens",
        label="Health",
        model="news",
        version="1.0.0",
        predicted_label="Science",
        created="2026-11-01T01:01:00.000Z",
        moment=1793494860.0,
    )


def test_text_and_answer_may_be_missing(content):
    without = content(1, "Café opens", "Health")
    del without["headline"]

    made = read_correction("c.jsonl", 1, without)

    assert (made.text, made.predicted_label) == (None, None)


def test_text_and_label_are_normalised_as_those_of_a_file(content):
    made = read_correction(
        "c.jsonl", 1, content(1, "Café opens", " Health  desk ", key=KEY) | {"headline": " Café \n opens"}
    )

    assert (made.text, made.label) == ("Café opens", "Health desk")


def test_the_hash_is_that_of_the_normalised_headline():
    assert headline_hash(normalise(" Café\topens ")) == KEY


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"label": "  "}, "no 'label'"),
        ({"id": None}, "no 'id'"),
        ({"created": 12}, "'created' holds '12', which is no text"),
        ({"headline": ["a"]}, "'headline' holds \"['a']\", which is no text"),
        ({"predicted_label": 1}, "'predicted_label' holds '1', which is no text"),
        ({"headline_key": "abc"}, "'headline_key' 'abc' is no SHA-256 in hexadecimal"),
        ({"headline_key": KEY}, f"'headline_key' '{KEY}' is not that of its headline"),
        ({"created": "yesterday"}, "'created' 'yesterday' is no ISO 8601 time with an offset"),
        (
            {"created": "2026-11-01T01:01:00"},
            "'created' '2026-11-01T01:01:00' is no ISO 8601 time with an offset",
        ),
    ],
)
def test_what_is_no_correction_is_named(content, wrong, problem):
    found = read_correction("c.jsonl", 7, content(1, "Flu", "Health") | wrong)

    assert found == BadRow("c.jsonl", 7, problem)


def test_a_missing_key_is_named(content):
    whole = content(1, "Flu", "Health")
    for key in ("id", "headline_key", "label", "model", "version", "created"):
        found = read_correction("c.jsonl", 1, {name: value for name, value in whole.items() if name != key})
        assert found == BadRow("c.jsonl", 1, f"no {key!r}")


def test_the_newer_one_ranks_higher_whatever_the_offset(correction):
    early = correction(1, "Flu", "Health", created="2026-11-01T10:00:00+02:00")
    late = correction(0, "Flu", "Health", created="2026-11-01T09:00:00.000Z")

    assert late.rank > early.rank


def test_of_the_same_moment_the_id_decides(correction):
    one = correction(1, "Flu", "Health", id="a")
    other = correction(1, "Flu", "Arts", id="b")

    assert other.rank > one.rank
