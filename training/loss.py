"""What training makes small."""

from collections.abc import Callable
from typing import Any

from torch import Tensor
from torch.nn.functional import kl_div

from training.recipe import Recipe


def training_loss(recipe: Recipe) -> Callable[..., Tensor]:
    """Return the loss of a recipe, in the form that `Trainer` takes it.

    It is the mean over the rows of the cross entropy with their targets (see `training.targets`). With
    `recipe.consistency` a batch holds every headline twice, and the symmetric Kullback-Leibler divergence of the
    two answers is added with that weight (R-Drop, Liang et al. 2021, equation 2).
    """

    def loss(outputs: Any, targets: Tensor, num_items_in_batch: Tensor | int | None = None) -> Tensor:
        logits = outputs["logits"].float()
        total = -(targets * logits.log_softmax(dim=1)).sum()
        if recipe.consistency and logits.requires_grad:  # validation reads each headline once
            total = total + recipe.consistency * _divergence(*logits.chunk(2))
        # `num_items_in_batch` counts the targets of all processes, whose losses the Trainer adds up.
        items = targets.numel() if num_items_in_batch is None else num_items_in_batch
        mean: Tensor = total / (items / targets.shape[1])
        return mean

    return loss


def _divergence(some: Tensor, others: Tensor) -> Tensor:
    first, second = some.log_softmax(dim=1), others.log_softmax(dim=1)
    there = kl_div(first, second, reduction="sum", log_target=True)
    back = kl_div(second, first, reduction="sum", log_target=True)
    return (there + back) / 2
