from dataclasses import replace

import pytest
import torch

from training.loss import training_loss
from training.recipe import Recipe

RECIPE = Recipe(base="x")
TARGETS = torch.eye(2)[[0, 1, 0, 1]]
LOGITS = torch.tensor([[2.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 3.0]])


def test_the_loss_is_the_mean_cross_entropy_of_the_rows() -> None:
    loss = training_loss(RECIPE)

    found = loss({"logits": LOGITS}, TARGETS)

    assert found == pytest.approx(
        sum(torch.log1p(torch.exp(torch.tensor(-gap))) for gap in (2.0, 1, 1, 3)) / 4
    )


def test_a_target_may_be_shared_and_weighs_what_it_sums_to() -> None:
    targets = torch.tensor([[0.25, 0.25]])

    found = training_loss(RECIPE)({"logits": torch.tensor([[2.0, 0.0]])}, targets)

    first, second = torch.tensor([2.0, 0.0]).log_softmax(dim=0)
    assert found == pytest.approx(-(first + second) / 4)


def test_rows_of_other_processes_count_in_the_mean() -> None:
    loss = training_loss(RECIPE)
    alone = loss({"logits": LOGITS}, TARGETS)

    assert loss({"logits": LOGITS}, TARGETS, 2 * TARGETS.numel()) == pytest.approx(alone / 2)


def test_two_answers_to_one_headline_cost_what_they_differ() -> None:
    plain, consistent = (training_loss(replace(RECIPE, consistency=weight)) for weight in (0.0, 1.5))
    logits = LOGITS.clone().requires_grad_()
    same = LOGITS[:2].repeat(2, 1).requires_grad_()

    first, second = LOGITS.softmax(dim=1).chunk(2)
    divergence = ((first - second) * (first.log() - second.log())).sum() / 2
    added = consistent({"logits": logits}, TARGETS) - plain({"logits": logits}, TARGETS)
    assert added.item() == pytest.approx(1.5 * divergence.item() / 4, rel=1e-5)
    assert consistent({"logits": same}, TARGETS).item() == pytest.approx(
        plain({"logits": same}, TARGETS).item()
    )


def test_validation_reads_each_headline_once() -> None:
    plain, consistent = (training_loss(replace(RECIPE, consistency=weight)) for weight in (0.0, 1.5))

    assert consistent({"logits": LOGITS[:3]}, TARGETS[:3]) == plain({"logits": LOGITS[:3]}, TARGETS[:3])
