import numpy as np
import pytest

from training.behaviour.score import SCORES

LOGITS = np.log(np.array([[0.7, 0.2, 0.1], [0.4, 0.35, 0.25]]))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("confidence", [0.7, 0.4]),
        ("margin", [0.5, 0.05]),
        ("entropy", [-0.801819, -1.080527]),
        ("logit margin", np.log([0.7 / 0.2, 0.4 / 0.35])),
        ("largest logit", np.log([0.7, 0.4])),
        ("energy", [0, 0]),
    ],
)
def test_by_hand(name: str, expected: list[float]) -> None:
    assert SCORES[name](LOGITS, 1.0) == pytest.approx(np.asarray(expected), abs=1e-6)


def test_the_energy_alone_tells_logits_that_differ_by_a_constant() -> None:
    both = np.array([[3.0, 1.0], [1.0, -1.0]])

    assert SCORES["energy"](both, 1.0) == pytest.approx([3 + np.log1p(np.exp(-2)), 1 + np.log1p(np.exp(-2))])
    assert SCORES["confidence"](both, 1.0)[0] == pytest.approx(SCORES["confidence"](both, 1.0)[1])


def test_the_temperature_is_that_of_the_probabilities() -> None:
    assert SCORES["confidence"](LOGITS * 2, 2.0) == pytest.approx([0.7, 0.4])
