import csv
import json

import pytest

from model.container.answers import Answer, write_answer
from model.container.media import CSV, JSON, JSON_LINES, PREDICTIONS
from model.container.refusal import Refusal, RefusalError
from model.prediction import ModelReference, Prediction

LABELS = ("Business", "Health, etc")
BAD = Refusal("invalid_request", "line 2 is empty")


def prediction(first: float) -> Prediction:
    return Prediction.from_probabilities(
        LABELS,
        [first, 1 - first],
        threshold=0.7,
        truncated=False,
        model=ModelReference("words", "1.0.0", "local"),
    )


ONE, TWO = prediction(0.75), prediction(0.125)
FIRST = {"predicted_label": "Business", "probabilities": [[0.75, 0.25]]}
SECOND = {"predicted_label": "Health, etc", "probabilities": [[0.125, 0.875]]}


def test_one_headline_gets_the_originals_answer() -> None:
    assert json.loads(write_answer(Answer((ONE,), LABELS, single=True), JSON)) == FIRST


def test_a_list_gets_a_list_of_labels_and_a_row_for_each() -> None:
    found = json.loads(write_answer(Answer((ONE, TWO), LABELS), None))

    assert found == {
        "predicted_label": ["Business", "Health, etc"],
        "probabilities": [[0.75, 0.25], [0.125, 0.875]],
    }


@pytest.mark.parametrize("accept", [JSON_LINES, JSON, "*/*"])
def test_lines_are_answered_in_lines(accept: str) -> None:
    text = write_answer(Answer((ONE, BAD, TWO), LABELS, lines=True), accept)

    assert text.endswith("\n")
    assert [json.loads(line) for line in text.splitlines()] == [
        FIRST,
        {"error": {"code": "invalid_request", "message": "line 2 is empty"}},
        SECOND,
    ]


def test_csv_has_label_probabilities_and_error() -> None:
    text = write_answer(Answer((ONE, BAD, TWO), LABELS, lines=True), CSV)

    assert list(csv.reader(text.splitlines())) == [
        ["Business", "0.75", "0.25", ""],
        ["", "", "", "line 2 is empty"],
        ["Health, etc", "0.125", "0.875", ""],
    ]


def test_whole_predictions_are_those_of_the_api() -> None:
    (found,) = json.loads(write_answer(Answer((ONE,), LABELS, single=True), PREDICTIONS))["predictions"]

    assert found | {"model": None} == {
        **FIRST,
        "scores": {"Business": 0.75, "Health, etc": 0.25},
        "confidence": 0.75,
        "needs_review": False,
        "truncated": False,
        "model": None,
    }
    assert found["model"] == {"name": "words", "version": "1.0.0", "backend": "local"}


def test_a_format_with_no_place_for_a_bad_line_refuses_all() -> None:
    with pytest.raises(RefusalError, match="line 2 is empty"):
        write_answer(Answer((ONE, BAD), LABELS, lines=True), PREDICTIONS)


def test_what_nobody_writes_is_not_acceptable() -> None:
    with pytest.raises(
        RefusalError, match="not_acceptable: no answer is of type 'image/png'; there are application/json"
    ):
        write_answer(Answer((ONE,), LABELS), "image/png")
