import dataclasses
import json

import pytest

from model.prediction import ModelReference, Prediction

MODEL = ModelReference("news", "1.0.0", "local")
LABELS = ("Business", "Science", "Entertainment", "Health")


def test_its_fields_are_the_answer_of_the_api() -> None:
    prediction = Prediction.from_probabilities(
        LABELS, (0.004, 0.011, 0.003, 0.982), threshold=0.7, truncated=False, model=MODEL
    )

    assert json.dumps(dataclasses.asdict(prediction)) == json.dumps(
        {
            "predicted_label": "Health",
            "probabilities": [[0.004, 0.011, 0.003, 0.982]],
            "scores": {"Business": 0.004, "Science": 0.011, "Entertainment": 0.003, "Health": 0.982},
            "confidence": 0.982,
            "needs_review": False,
            "truncated": False,
            "model": {"name": "news", "version": "1.0.0", "backend": "local"},
        }
    )


@pytest.mark.parametrize(
    ("threshold", "needs_review"), [(0.61, True), (0.6, False), (0.0, False), (1.0, True)]
)
def test_a_confidence_below_the_threshold_needs_review(threshold: float, needs_review: bool) -> None:
    prediction = Prediction.from_probabilities(
        ("a", "b"), (0.6, 0.4), threshold=threshold, truncated=False, model=MODEL
    )

    assert prediction.needs_review is needs_review


@pytest.mark.parametrize("row", [(0.5,), (0.5, 0.3, 0.2), (float("nan"), 1.0), (float("inf"), 0.0)])
def test_anything_but_one_finite_probability_per_label_is_refused(row: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="not one finite probability for each of a, b"):
        Prediction.from_probabilities(("a", "b"), row, threshold=0.5, truncated=False, model=MODEL)
