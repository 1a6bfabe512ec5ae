from tqdm import tqdm

from training.behaviour.answers import Answers
from training.behaviour.cases import Direction
from training.behaviour.direction import check_direction


def test_the_score_must_rise(classifier) -> None:
    direction = Direction.model_validate(
        {
            "headlines": ["Some news", "Flu"],
            "changes": {
                "shares": {"raises": "Business", "least": 1, "templates": ["{headline}, shares fall"]},
                "unheard": {
                    "raises": "Health",
                    "least": 0.5,
                    "templates": ["{headline} today", "{headline} flu"],
                },
            },
        }
    )

    with tqdm(disable=True) as bar:
        (shares, unheard), failures = check_direction(direction, Answers(classifier, bar))

    assert (shares.value, shares.cases, shares.passed) == (1, 2, True)
    assert shares.detail == "raises Business by 0.45 on average"
    assert (unheard.value, unheard.passed) == (0.5, True)
    assert [(failure.text, failure.wanted, failure.got) for failure in failures] == [
        ("Some news today", "Health above 0.50", "0.50"),
        ("Flu today", "Health above 0.95", "0.95"),
    ]
