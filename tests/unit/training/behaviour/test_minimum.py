from tqdm import tqdm

from training.behaviour.answers import Answers
from training.behaviour.cases import Minimum
from training.behaviour.minimum import check_minimum


def test_each_label_is_measured_by_itself(classifier) -> None:
    minimum = Minimum(
        least=0.7, headlines={"Business": ["Shares", "Fed", "Flu and the Fed"], "Health": ["Flu"]}
    )

    with tqdm(disable=True) as bar:
        checks, failures = check_minimum(minimum, Answers(classifier, bar))

    assert [(check.name, check.value, check.passed, check.cases) for check in checks] == [
        ("Business", 2 / 3, False, 3),
        ("Health", 1, True, 1),
    ]
    assert [(failure.text, failure.wanted, failure.got) for failure in failures] == [
        ("Flu and the Fed", "Business", "Health 0.71")
    ]
