import json

import pytest

from training.data.feedback.description import LISTED, feedback_report_of, feedback_warnings_of
from training.data.feedback.merging import merge
from training.data.feedback.reading import Corrections
from training.data.feedback.selection import Selected, select
from training.data.label import LabelMap
from training.data.row import BadRow

MEANING = LabelMap({}, ("Arts", "Health", "Sport"))


def report(corrections, splits, *, bad=(), expired=0, model=None, other=()):
    read = Corrections([], list(corrections), list(bad), expired)
    selected = select(read, MEANING, "drop", model=model)
    return feedback_report_of(read, selected, merge(selected.rows, splits, other), model)


def counts(found):
    """Return the number behind every outcome that a correction can have."""
    outcomes = [
        *("relabelled", "already_right", "added", "superseded", "valid", "test", "not_found"),
        *("repeated", "other_model", "unknown_label", "bad_rows", "expired"),
    ]
    numbers = {name: found[name] for name in outcomes}
    return {
        name: number if isinstance(number, int) else number.get("corrections", number.get("rows"))
        for name, number in numbers.items()
    }


def test_every_correction_is_counted_once(rows, correction):
    splits = {
        "train": rows(("Flu", "Arts"), ("flu", "Arts"), ("Goal", "Sport")),
        "valid": rows(("Try", "Sport")),
        "test": rows(("Pie", "Arts")),
    }
    corrections = [
        correction(1, "Flu", "Sport"),
        correction(2, "Flu", "Health"),
        correction(3, "Goal", "Sport"),
        correction(4, "New", "Arts"),
        correction(4, "New", "Arts"),
        correction(5, "Try", "Arts"),
        correction(6, "Pie", "Health"),
        correction(7, "Unseen", "Arts", with_text=False),
        correction(8, "Flu", "Positive", model="sentiment"),
        correction(9, "Flu", "Desk 4"),
    ]

    found = report(corrections, splits, bad=[BadRow("c.jsonl", 11, "no 'id'")], expired=2, model="news")

    assert counts(found) == dict.fromkeys(counts(found), 1) | {"expired": 2}
    assert found["read"] == sum(counts(found).values()) == 13
    assert found["relabelled"]["rows"] == 2
    assert found["relabelled"]["first"][0] | {"headline_key": ""} == {
        "file": "corrections.jsonl",
        "number": 2,
        "headline_key": "",
        "label": "Health",
        "labels": {"Arts": 2},
    }
    assert found["disputed"]["headlines"] == 1
    assert found["model"] == "news"


def test_the_report_holds_no_headline(rows, correction):
    corrections = [
        *(correction(number, f"Secret {number}", "Arts") for number in range(3)),
        *(correction(number, "Secret 0", "Sport") for number in range(5, 7)),
        correction(8, "Secret 8", "Desk 4"),
    ]

    found = report(corrections, {"train": rows(("Secret 1", "Health")), "test": rows(("Secret 2", "Arts"))})

    assert "secret" not in json.dumps(found).lower()


def test_lists_are_bounded_and_counts_are_not(correction):
    found = report(
        [correction(number, f"Headline {number}", "Arts") for number in range(LISTED + 5)], {"train": []}
    )

    assert found["added"]["corrections"] == LISTED + 5
    assert len(found["added"]["first"]) == LISTED


def selected(*models):
    return Selected([], models, 0, [], 0)


def test_what_corrections_add_is_a_warning_where_splits_go_by_story_or_time(rows):
    added = rows(
        ("New", "Arts", None, "2026-11-02T00:00:00Z"), ("Newer", "Arts", None, "2026-11-04T00:00:00Z")
    )
    own = {"valid": rows(("A", "Arts", "s", "2026-11-05")), "test": rows(("B", "Arts", "t", "2026-11-03"))}

    assert feedback_warnings_of(selected("news"), added, own, "random", None) == []
    assert feedback_warnings_of(selected("news"), added, own, "story", None) == [
        "corrections add headlines to training without a story, which may be one of valid or test: 2"
    ]
    assert feedback_warnings_of(selected("news"), added, own, "time", None) == [
        "corrections add headlines to training that are newer than the oldest of valid and test: 1"
    ]
    assert feedback_warnings_of(selected("news"), added[:1], own, "time", None) == []
    assert feedback_warnings_of(selected("news"), added, {}, "time", None) == []


@pytest.mark.parametrize(
    ("model", "warning"),
    [
        (None, "the corrections are of several models (news, sentiment); --feedback-model takes one's"),
        ("nws", "--feedback-model nws: no correction is of that model"),
    ],
)
def test_models_that_may_not_be_meant_are_a_warning(model, warning):
    assert feedback_warnings_of(selected("news", "sentiment"), [], {}, "random", model) == [warning]


def test_a_model_that_is_meant_is_none():
    assert feedback_warnings_of(selected("news", "sentiment"), [], {}, "random", "news") == []
    assert feedback_warnings_of(selected("news"), [], {}, "random", None) == []
    assert feedback_warnings_of(selected(), [], {}, "random", None) == []
