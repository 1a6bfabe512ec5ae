"""What training makes small."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, kl_div

from training.recipe import Recipe


def class_weights(recipe: Recipe, truth: Sequence[int], labels: int) -> Tensor:
    """Return the weight of each label in the loss, so that the mean weight over the rows is 1.

    Parameters
    ----------
    recipe
        Says how strongly rare labels are lifted.
    truth
        Index of the true label, for each training row.
    labels
        How many labels there are.
    """
    shares = np.bincount(truth, minlength=labels) / len(truth)
    power = {"none": 0.0, "sqrt": 0.5, "balanced": 1.0}[recipe.class_weights]
    weights = shares**-power
    return torch.tensor(weights / (weights * shares).sum(), dtype=torch.float32)


def training_loss(recipe: Recipe, truth: Sequence[int], labels: int) -> Callable[..., Tensor]:
    """Return the loss of a recipe, in the form that `Trainer` takes it.

    It is the mean over the rows of the smoothed cross entropy, times the weight of the label. With
    `recipe.consistency` a batch holds every headline twice, and the symmetric Kullback-Leibler divergence of the
    two answers is added with that weight (R-Drop, Liang et al. 2021, equation 2).

    Parameters
    ----------
    recipe
        Label smoothing, class weights, consistency.
    truth
        Index of the true label, for each training row.
    labels
        How many labels there are.
    """
    weights = class_weights(recipe, truth, labels)

    def loss(outputs: Any, truth: Tensor, num_items_in_batch: Tensor | int | None = None) -> Tensor:
        logits = outputs["logits"].float()
        rows = cross_entropy(logits, truth, label_smoothing=recipe.label_smoothing, reduction="none")
        total = (rows * weights.to(logits.device)[truth]).sum()
        if recipe.consistency and logits.requires_grad:  # validation reads each headline once
            total = total + recipe.consistency * _divergence(*logits.chunk(2))
        # `num_items_in_batch` counts the rows of all processes, whose losses the Trainer adds up.
        return total / (len(truth) if num_items_in_batch is None else num_items_in_batch)

    return loss


def _divergence(some: Tensor, others: Tensor) -> Tensor:
    first, second = some.log_softmax(dim=1), others.log_softmax(dim=1)
    there = kl_div(first, second, reduction="sum", log_target=True)
    back = kl_div(second, first, reduction="sum", log_target=True)
    return (there + back) / 2
