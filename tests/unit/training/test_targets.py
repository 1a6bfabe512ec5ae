from dataclasses import replace

import numpy as np
import pytest

from training.recipe import Recipe
from training.targets import class_weights, one_hot, training_targets

RECIPE = Recipe(base="x", label_smoothing=0.1, distillation=0.5, other_weight=0.4)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("none", [1, 1, 1]), ("sqrt", [0.7321, 0.8966, 1.7932]), ("balanced", [0.5128, 0.7692, 3.0769])],
)
def test_class_weights_lift_rare_labels_and_average_to_one(kind: str, expected: list[float]) -> None:
    truth = [0] * 12 + [1] * 8 + [2] * 2

    weights = class_weights(replace(Recipe(base="x"), class_weights=kind), truth, 3)

    assert float(weights[truth].mean()) == pytest.approx(1, abs=1e-5)
    assert weights[2] >= weights[1] >= weights[0]
    if kind == "none":
        assert weights.tolist() == expected
    if kind == "balanced":
        assert weights[2] / weights[0] == pytest.approx(6, rel=1e-4)
    if kind == "sqrt":
        assert weights[2] / weights[0] == pytest.approx(6**0.5, rel=1e-4)


def test_a_target_is_the_smoothed_label() -> None:
    found = training_targets(RECIPE, [0, 1], 2)

    assert found == pytest.approx(np.array([[0.95, 0.05], [0.05, 0.95]]))


def test_a_target_of_a_lifted_label_sums_to_its_weight() -> None:
    recipe = replace(RECIPE, class_weights="balanced")
    truth = [0, 0, 0, 1]

    found = training_targets(recipe, truth, 2)

    assert found.sum(axis=1) == pytest.approx(class_weights(recipe, truth, 2)[truth])
    assert found.sum() == pytest.approx(4)


def test_teachers_are_mixed_in() -> None:
    taught = np.array([[0.6, 0.4], [0.0, 1.0]])

    found = training_targets(RECIPE, [0, 1], 2, taught=taught)

    assert found == pytest.approx((one_hot([0, 1], 2) * 0.9 + 0.05 + taught) / 2)


def test_a_text_without_label_is_to_be_answered_with_all_alike() -> None:
    found = training_targets(RECIPE, [0, 1], 2, others=3)

    assert found.shape == (5, 2)
    assert found[2:] == pytest.approx(0.2)
