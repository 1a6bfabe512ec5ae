import pytest
from tqdm import tqdm

from training.behaviour.answers import Answers
from training.behaviour.cases import Invariance
from training.behaviour.errors import BehaviourError
from training.behaviour.invariance import check_invariance


def measured(classifier, content, headlines):
    with tqdm(disable=True) as bar:
        return check_invariance(Invariance.model_validate(content), headlines, Answers(classifier, bar))


def test_the_label_before_the_change_is_what_counts(classifier) -> None:
    content = {"changes": {"flu": {"least": 0.6, "templates": ["{headline} flu", "Flu: {headline}"]}}}

    (check,), failures = measured(classifier, content, ["Fed", "Flu", "Shares shares"])

    assert (check.value, check.cases, check.passed) == (4 / 6, 6, True)
    assert [(failure.text, failure.wanted) for failure in failures] == [
        ("Fed flu", "Business"),
        ("Flu: Fed", "Business"),
    ]


def test_a_headline_that_the_change_leaves_alone_does_not_count(classifier) -> None:
    content = {"changes": {"upper": {"least": 1, "change": "upper"}}}

    (check,), _ = measured(classifier, content, ["FLU", "Fed", "Shares"])

    assert (check.value, check.cases) == (1, 2)


def test_a_change_that_alters_nothing_is_an_error(classifier) -> None:
    content = {"changes": {"mine": {"least": 1, "change": "upper"}}}

    with pytest.raises(BehaviourError, match="'mine' alters none of the 1 headlines"):
        measured(classifier, content, ["FLU"])


def test_every_name_goes_into_every_headline(classifier) -> None:
    content = {
        "swaps": {
            "words": {
                "least": 0.7,
                "names": ["Fed", "Flu flu"],
                "headlines": {
                    "Business": ["{name} shares", "{name} has no shares"],
                    "Health": ["{name} flu"],
                },
            }
        }
    }

    (check,), failures = measured(classifier, content, [])

    assert (check.cases, check.value, check.passed) == (6, 4 / 6, False)
    assert [failure.text for failure in failures] == ["Flu flu shares", "Flu flu has no shares"]
