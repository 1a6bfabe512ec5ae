from dataclasses import replace

import pytest
import torch

from training.loss import class_weights, training_loss
from training.recipe import Recipe

RECIPE = Recipe(base="x")
LOGITS = torch.tensor([[2.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 3.0]])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("none", [1, 1, 1]), ("sqrt", [0.7321, 0.8966, 1.7932]), ("balanced", [0.5128, 0.7692, 3.0769])],
)
def test_class_weights_lift_rare_labels_and_average_to_one(kind: str, expected: list[float]) -> None:
    truth = [0] * 12 + [1] * 8 + [2] * 2

    weights = class_weights(replace(Recipe(base="x"), class_weights=kind), truth, 3)

    assert float(weights[torch.tensor(truth)].mean()) == pytest.approx(1, abs=1e-5)
    assert weights[2] >= weights[1] >= weights[0]
    if kind == "none":
        assert weights.tolist() == expected
    if kind == "balanced":
        assert weights[2] / weights[0] == pytest.approx(6, rel=1e-4)
    if kind == "sqrt":
        assert weights[2] / weights[0] == pytest.approx(6**0.5, rel=1e-4)


def test_the_loss_is_the_mean_cross_entropy_of_the_rows() -> None:
    loss = training_loss(RECIPE, [0, 1], 2)

    found = loss({"logits": LOGITS}, torch.tensor([0, 1, 0, 1]))

    assert found == pytest.approx(
        sum(torch.log1p(torch.exp(torch.tensor(-gap))) for gap in (2.0, 1, 1, 3)) / 4
    )


def test_rows_of_other_processes_count_in_the_mean() -> None:
    loss = training_loss(RECIPE, [0, 1], 2)
    truth = torch.tensor([0, 1, 0, 1])

    assert loss({"logits": LOGITS}, truth, 8) == pytest.approx(loss({"logits": LOGITS}, truth) / 2)


def test_two_answers_to_one_headline_cost_what_they_differ() -> None:
    plain, consistent = (
        training_loss(replace(RECIPE, consistency=weight), [0, 1], 2) for weight in (0.0, 1.5)
    )
    truth = torch.tensor([0, 1, 0, 1])
    logits = LOGITS.clone().requires_grad_()
    same = LOGITS[:2].repeat(2, 1).requires_grad_()

    first, second = LOGITS.softmax(dim=1).chunk(2)
    divergence = ((first - second) * (first.log() - second.log())).sum() / 2
    added = consistent({"logits": logits}, truth) - plain({"logits": logits}, truth)
    assert added.item() == pytest.approx(1.5 * divergence.item() / 4, rel=1e-5)
    assert consistent({"logits": same}, truth).item() == pytest.approx(plain({"logits": same}, truth).item())


def test_validation_reads_each_headline_once() -> None:
    plain, consistent = (
        training_loss(replace(RECIPE, consistency=weight), [0, 1], 2) for weight in (0.0, 1.5)
    )
    truth = torch.tensor([0, 1, 0])

    assert consistent({"logits": LOGITS[:3]}, truth) == plain({"logits": LOGITS[:3]}, truth)
