import pytest

from training.data.errors import DataError
from training.data.label import KNOWN, label_map, ordered


def test_the_corpus_codes_get_their_names():
    meaning = label_map({"b": 3, "t": 3, "e": 3, "m": 1}, corpus=True, labels=None, names={})

    assert [meaning.name(code) for code in "btem"] == ["Business", "Science", "Entertainment", "Health"]
    assert meaning.name("x") is None


def test_codes_are_recognised_in_any_file_and_then_a_typo_is_unknown():
    meaning = label_map({"b": 30, "t": 20, "x": 1}, corpus=False, labels=None, names={})

    assert meaning.name("t") == "Science"
    assert meaning.name("x") is None


def test_a_few_codes_among_the_names_they_stand_for_are_recognised():
    found = {"b": 2, "Business": 9, "Science": 9, "Medicine": 9}

    meaning = label_map(found, corpus=False, labels=None, names={"Medicine": "Health"})

    assert [meaning.name(label) for label in ("b", "Science", "Medicine")] == [
        "Business",
        "Science",
        "Health",
    ]
    assert label_map(found, corpus=False, labels=None, names={}).name("b") == "b"


def test_the_users_labels_are_whatever_the_data_says():
    meaning = label_map(
        {"Sport": 3, "Politics": 3, "b": 1}, corpus=False, labels=None, names={"Pol": "Politics"}
    )

    assert [meaning.name(label) for label in ("Sport", "Pol", "b")] == ["Sport", "Politics", "b"]


def test_given_labels_allow_no_other_and_still_know_the_codes():
    meaning = label_map({"b": 3}, corpus=True, labels=["Health", "Business"], names={})

    assert [meaning.name(label) for label in ("b", "m", "Health", "t")] == [
        "Business",
        "Health",
        "Health",
        None,
    ]


def test_a_given_label_that_is_a_code_is_itself():
    meaning = label_map({"b": 3, "t": 3}, corpus=False, labels=["b", "t"], names={})

    assert meaning.name("b") == "b"


@pytest.mark.parametrize("labels", [["Sport"], ["Sport", "Sport"], ["Sport", " "]])
def test_labels_have_to_be_distinct_names(labels):
    with pytest.raises(DataError, match="two or more distinct names"):
        label_map({}, corpus=False, labels=labels, names={})


def test_a_renaming_has_to_lead_to_a_label():
    with pytest.raises(DataError, match="--map b=Bizness: 'Bizness' is not one of Business, Health"):
        label_map({}, corpus=False, labels=["Business", "Health"], names={"b": "Bizness"})


@pytest.mark.parametrize(
    ("present", "labels", "expected"),
    [
        ({"Health", "Business"}, None, ("Business", "Health")),
        (set(KNOWN), None, ("Business", "Science", "Entertainment", "Health")),
        ({"Sport", "Business"}, None, ("Business", "Sport")),
        ({"Sport", "Arts"}, ["Sport", "Arts"], ("Sport", "Arts")),
    ],
)
def test_the_order_is_the_users_or_the_known_or_by_name(present, labels, expected):
    assert ordered(present, labels) == expected


@pytest.mark.parametrize(
    ("present", "labels", "message"),
    [
        ({"Sport"}, None, "only 'Sport'"),
        (set(), None, "none"),
        ({"Sport", "sport"}, None, "'Sport' and 'sport' differ by case alone"),
        ({"Sport", "Arts"}, ["Sport", "Arts", "Food"], "label 'Food' has no training row"),
    ],
)
def test_labels_that_cannot_be_learned_are_refused(present, labels, message):
    with pytest.raises(DataError, match=message):
        ordered(present, labels)
