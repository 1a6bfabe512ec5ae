import numpy as np
import pytest
from sklearn.metrics import roc_auc_score
from tqdm import tqdm

from training.behaviour.answers import Answers
from training.behaviour.cases import Scope
from training.behaviour.scope import auroc, check_scope

SCOPE = Scope.model_validate(
    {
        "score": "margin",
        "least_auroc": 0.9,
        "least_review": 0.9,
        "most_review_in_scope": 0.4,
        "texts": {"sport": ["Nil nil", "A goal"], "other": ["Flu of no desk"]},
    }
)


def test_the_area_is_that_of_the_library() -> None:
    chance = np.random.default_rng(1)
    inside, outside = chance.normal(1, 1, 60).round(1), chance.normal(0, 1, 40).round(1)

    found = auroc(inside, outside)

    expected = roc_auc_score([1] * 60 + [0] * 40, np.concatenate([inside, outside]))
    assert found.value == pytest.approx(expected)
    assert found.low < expected < found.high


def test_texts_of_no_desk_and_headlines_are_held_to_their_bounds(classifier) -> None:
    with tqdm(disable=True) as bar:
        checks, failures, figures = check_scope(
            SCOPE, ["Shares", "Flu", "Fed shares", "News"], [], Answers(classifier, bar)
        )

    area, asked, kept = checks
    assert area.name == "AUROC of the margin"
    # Both unknown texts lie below three headlines and tie with the fourth; "Flu of no desk" ties with two.
    assert area.value == pytest.approx((2 * 3.5 + 1 + 2 / 2) / 12)
    assert (asked.value, asked.passed) == (2 / 3, False)
    assert (kept.value, kept.passed) == (0.25, True)
    assert [(failure.text, failure.wanted) for failure in failures] == [
        ("Flu of no desk", "needs review"),
        ("News", "no review"),
    ]
    assert figures.groups == {"sport": (1.0, 7 / 8), "other": (0.0, 2 / 4)}
    assert figures.auroc["margin"].value == area.value
    assert figures.auroc_of_headlines == {}
    assert figures.best in figures.auroc


def test_other_headlines_are_compared_too(classifier) -> None:
    with tqdm(disable=True) as bar:
        _, _, figures = check_scope(SCOPE, ["Shares"], ["Shares fed flu", "Shares"], Answers(classifier, bar))

    assert set(figures.auroc_of_headlines) == set(figures.auroc)
    assert (
        figures.as_dict()["auroc_of_headlines"]["margin"]["value"]
        < figures.as_dict()["auroc"]["margin"]["value"]
    )


def test_a_score_that_tells_better_is_ahead_of_the_one_that_is_used(classifier) -> None:
    # Both are as sure as can be told by confidence, yet the network has more to say of the first.
    in_scope = ["Shares fed flu the", "Shares shares flu flu"]

    with tqdm(disable=True) as bar:
        _, _, figures = check_scope(SCOPE, in_scope, [], Answers(classifier, bar))

    assert figures.best in {"energy", "largest logit"}
    assert "margin" not in figures.gain
    for name, gain in figures.gain.items():
        assert gain.value == pytest.approx(figures.auroc[name].value - figures.auroc["margin"].value)
