import pytest

from training.data.errors import BadRowsError
from training.data.feedback.reading import Corrections
from training.data.feedback.selection import select
from training.data.label import LabelMap
from training.data.row import BadRow

MEANING = LabelMap({"m": "Health", "Tech": "Science", "Science": "Nature"}, ("Health", "Science"))


def read(*rows, bad=()):
    return Corrections([], list(rows), list(bad), 0)


def labels(selected):
    return [row.label for row in selected.rows]


def test_labels_get_their_names_as_in_the_files(correction):
    selected = select(read(correction(1, "A", "m"), correction(2, "B", "Tech")), MEANING, "error")

    assert labels(selected) == ["Health", "Science"]


def test_a_label_that_the_model_answers_is_not_renamed(correction):
    # given: files in which Science means something else than in the model's answers
    assert labels(select(read(correction(1, "A", "Science")), MEANING, "error")) == ["Science"]


def test_a_label_that_there_is_not_is_named_row_by_row(correction):
    rows = [correction(1, "A", "Health"), correction(2, "B", "Desk 4"), correction(3, "C", "Nature")]

    with pytest.raises(BadRowsError) as raised:
        select(read(*rows, bad=[BadRow("c.jsonl", 9, "no 'id'")]), MEANING, "error")

    assert [str(row) for row in raised.value.bad] == [
        "c.jsonl, row 9: no 'id'",
        "corrections.jsonl, row 2: label 'Desk 4' is not one of Health, Science (id 'id-2')",
        "corrections.jsonl, row 3: label 'Nature' is not one of Health, Science (id 'id-3')",
    ]
    assert "say with --map what an old label means; --bad-rows drop leaves them out" in str(raised.value)


def test_rows_that_may_be_left_out_are_listed(correction):
    rows = [correction(1, "A", "Health"), correction(2, "B", "Desk 4")]

    selected = select(read(*rows, bad=[BadRow("c.jsonl", 9, "no 'id'")]), MEANING, "drop")

    assert labels(selected) == ["Health"]
    assert [row.number for row in selected.unknown_label] == [2]


def test_one_models_corrections_can_be_taken_alone(correction):
    rows = [correction(1, "A", "Health"), correction(2, "B", "Positive", model="sentiment")]

    selected = select(read(*rows), MEANING, "error", model="news")

    assert (labels(selected), selected.other_model) == (["Health"], 1)
    assert selected.models == ("news", "sentiment")


def test_labels_of_another_model_lead_to_the_option(correction):
    rows = [correction(1, "A", "Health"), correction(2, "B", "Positive", model="sentiment")]

    with pytest.raises(
        BadRowsError, match="--feedback-model takes the corrections of one of the models news, sent"
    ):
        select(read(*rows), MEANING, "error")


def test_the_same_correction_from_two_sources_counts_once_and_with_its_text(correction):
    without = correction(1, "A", "Health", with_text=False)
    whole = correction(1, "A", "Health")

    for rows in ([without, whole], [whole, without]):
        selected = select(read(*rows), MEANING, "error")
        assert ([row.text for row in selected.rows], selected.repeated) == (["A"], 1)


def test_one_id_for_two_corrections_is_no_repetition(correction):
    rows = [correction(1, "A", "Health"), correction(1, "A", "Science")]

    assert select(read(*rows), MEANING, "error").repeated == 0
