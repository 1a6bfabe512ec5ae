import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.headline import headline_hash
from training.data.cleaning import clean
from training.data.feedback.correction import Correction
from training.data.feedback.merging import Disputed, merge
from training.data.row import Row

OUTCOMES = ("already_right", "new", "superseded", "not_found", "valid", "test")


def numbers(corrections):
    return [correction.number for correction in corrections]


def pairs(rows):
    return [(row.text, row.label) for row in rows]


def test_a_correction_outranks_the_label_in_the_files(rows, correction):
    training = rows(("Flu", "Arts", "s1"), ("Goal", "Sport"))

    merged = merge([correction(1, "Flu", "Health", with_text=False)], {"train": training})

    assert pairs(merged.rows) == [("Flu", "Health"), ("Goal", "Sport")]
    assert (merged.rows[0].story, merged.rows[0].number) == ("s1", 1)
    (changed,) = merged.relabelled
    assert (changed.correction.number, changed.labels) == (1, {"Arts": 1})
    assert merged.added == []


def test_it_is_of_every_duplicate_of_its_headline(rows, correction):
    training = rows(("Flu's back", "Arts"), ("FLU\u2019S BACK ...", "Health"), ("flu's back", "Arts"))

    merged = merge([correction(1, "Flu's back", "Health", with_text=False)], {"train": training})

    assert {row.label for row in merged.rows} == {"Health"}
    assert merged.relabelled[0].labels == {"Arts": 2, "Health": 1}


def test_a_headline_with_two_labels_is_settled_and_no_longer_dropped(rows, correction):
    training = rows(("Flu", "Arts"), ("flu", "Health"), ("Goal", "Sport"))

    merged = merge([correction(1, "Flu", "Health")], {"train": training})

    assert merged.settled == 1
    assert pairs(clean(merged.rows, {}).rows) == [("Flu", "Health"), ("Goal", "Sport")]


def test_one_that_says_what_the_files_say_changes_nothing(rows, correction):
    training = rows(("Flu", "Health"))

    merged = merge([correction(1, "Flu", "Health")], {"train": training})

    assert (merged.rows, numbers(merged.already_right), merged.relabelled) == (training, [1], [])


def test_one_with_a_text_adds_the_headline_where_the_files_do_not_have_it(rows, correction):
    merged = merge([correction(7, "Flu", "Health")], {"train": rows(("Goal", "Sport"))})

    assert merged.added == [
        Row("corrections.jsonl", 7, "Flu", "Health", timestamp="2026-11-01T00:07:00.000Z")
    ]
    assert numbers(merged.new) == [7]
    assert pairs(merged.rows) == [("Goal", "Sport")]


def test_one_without_a_text_of_a_headline_that_is_in_no_file_is_not_found(rows, correction):
    merged = merge([correction(1, "Flu", "Health", with_text=False)], {"train": rows(("Goal", "Sport"))})

    assert (numbers(merged.not_found), merged.added) == ([1], [])


def test_the_text_may_come_from_another_correction(rows, correction):
    # given: a stage that keeps texts, and one that does not
    corrections = [correction(1, "Flu", "Arts"), correction(2, "Flu", "Health", with_text=False)]

    merged = merge(corrections, {"train": rows(("Goal", "Sport"))})

    assert pairs(merged.added) == [("Flu", "Health")]


def test_the_newest_of_several_counts(rows, correction):
    corrections = [
        correction(2, "Flu", "Arts"),
        correction(3, "flu ...", "Health"),
        correction(1, "Flu", "Arts"),
    ]

    merged = merge(corrections, {"train": rows(("Flu", "Arts"))})

    assert pairs(merged.rows) == [("Flu", "Health")]
    assert numbers(merged.superseded) == [1, 2]
    assert merged.disputed == [Disputed(headline_hash("flu ..."), "Health", {"Arts": 2, "Health": 1})]


def test_those_that_agree_are_no_dispute(rows, correction):
    corrections = [correction(1, "Flu", "Health"), correction(2, "Flu", "Health")]

    merged = merge(corrections, {"train": rows(("Flu", "Arts"))})

    assert (merged.disputed, numbers(merged.superseded)) == ([], [1])


@pytest.mark.parametrize("with_text", [True, False])
def test_a_headline_of_a_given_file_stays_out_of_it_all(rows, correction, with_text):
    corrections = [
        correction(1, "Flu", "Health", with_text=with_text),
        correction(2, "Goal", "Arts", with_text=with_text),
        correction(3, "Both", "Arts", with_text=with_text),
    ]
    splits = {
        "train": rows(("flu", "Arts"), ("Try", "Sport")),
        "valid": rows(("Goal", "Sport"), ("Both", "Sport")),
        "test": rows(("Flu", "Arts"), ("Both", "Sport")),
    }

    merged = merge(corrections, splits)

    assert (numbers(merged.valid), numbers(merged.test)) == ([2], [1, 3])
    assert (merged.rows, merged.added) == (splits["train"], [])


def test_the_case_of_a_headline_does_not_lead_round_a_given_file(rows, correction):
    merged = merge([correction(1, "FLU ...", "Health")], {"train": [], "test": rows(("Flu", "Arts"))})

    assert (numbers(merged.test), merged.added) == ([1], [])


@pytest.mark.parametrize("with_text", [True, False])
def test_a_text_of_no_label_becomes_a_training_row(rows, correction, with_text):
    other = rows(("Flu", ""), ("Pie", ""))

    merged = merge([correction(1, "Flu", "Health", with_text=with_text)], {"train": []}, other)

    assert (pairs(merged.added), merged.from_other) == ([("Flu", "Health")], 1)


HEADLINES = ["Flu", "flu ...", "Goal", "Try", "Pie", "Opera", "OPERA", "Rain"]


@st.composite
def made(draw):
    text = draw(st.sampled_from(HEADLINES))
    moment = draw(st.integers(0, 3))
    kept = draw(st.booleans())
    return Correction(
        *("c.jsonl", draw(st.integers(1, 9)), draw(st.sampled_from("abc")), headline_hash(text)),
        *(
            text if kept else None,
            draw(st.sampled_from("xyz")),
            "news",
            "1",
            None,
            str(moment),
            float(moment),
        ),
    )


def row(text, label):
    return Row("mine.csv", 1, text, label)


sides = st.lists(st.builds(row, st.sampled_from(HEADLINES), st.sampled_from("xyz")), max_size=6)


@settings(max_examples=200, deadline=None)
@given(
    corrections=st.lists(made(), max_size=8),
    train=sides,
    test=sides,
    other=sides,
    shuffled=st.randoms(use_true_random=False),
)
def test_order_has_no_say_and_every_correction_is_accounted_for(corrections, train, test, other, shuffled):
    mixed = list(corrections)
    shuffled.shuffle(mixed)

    merged, again = (merge(some, {"train": train, "test": test}, other) for some in (corrections, mixed))

    assert (merged.rows, pairs(merged.added)) == (again.rows, pairs(again.added))
    assert merged.disputed == again.disputed
    for name in OUTCOMES:
        assert len(getattr(merged, name)) == len(getattr(again, name))
    counted = len(merged.relabelled) + sum(len(getattr(merged, name)) for name in OUTCOMES)
    assert counted == len(corrections)


@settings(max_examples=200, deadline=None)
@given(corrections=st.lists(made(), max_size=8), train=sides, test=sides, other=sides)
def test_merging_once_more_changes_nothing(corrections, train, test, other):
    merged = merge(corrections, {"train": train, "test": test}, other)

    again = merge(corrections, {"train": [*merged.rows, *merged.added], "test": test}, other)

    assert again.rows == [*merged.rows, *merged.added]
    assert (again.added, again.relabelled) == ([], [])


@settings(max_examples=200, deadline=None)
@given(corrections=st.lists(made(), max_size=8), train=sides, test=sides, other=sides)
def test_nothing_of_a_given_file_is_learnt_from_and_each_headline_has_one_label(
    corrections, train, test, other
):
    merged = merge(corrections, {"train": train, "test": test}, other)

    cleaned = clean([*merged.rows, *merged.added], {"test": test})
    added = clean(merged.added, {"test": test})
    assert added.rows == merged.added
    corrected = {one.correction.headline_key for one in merged.relabelled}
    assert not corrected & {headline_hash(found.text) for found in cleaned.two_labelled}
