import numpy as np
from tqdm import tqdm

from training.behaviour.answers import Answers


def test_each_text_is_asked_once(classifier) -> None:
    with tqdm(disable=False, leave=False) as bar:
        answers = Answers(classifier, bar)
        first = answers(["Flu", "Shares", "Flu"])
        again = answers(["Shares", "Flu"])

        assert bar.n == 2
    assert first == classifier.classify(["Flu", "Shares", "Flu"])
    assert again == first[1:]


def test_logits_are_those_of_the_network(classifier) -> None:
    texts = [f"flu {'shares ' * (n % 3)}" for n in range(300)]

    with tqdm(disable=True) as bar:
        logits = Answers(classifier, bar).logits(texts)
        none = Answers(classifier, bar).logits([])

    assert np.array_equal(logits, classifier.logits(texts))
    assert none.shape == (0, 2)
