from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import TrainerCallback

from benchmarks.ways import Padded, Task, _collate, plain
from training.data import Prepared
from training.recipe import Recipe, load_recipe


class Widths(TrainerCallback):
    """Notes the shape of every batch that the network is trained on, and the accuracy in the end."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []
        self.accuracy: list[float] = []

    def on_train_begin(self, *_: Any, model: torch.nn.Module, **__: Any) -> None:
        def note(module: torch.nn.Module, _: Any, inputs: dict[str, Any]) -> None:
            if module.training:
                self.shapes.append(tuple(inputs["input_ids"].shape))

        model.register_forward_pre_hook(note, with_kwargs=True)

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        control.should_evaluate = True

    def on_evaluate(self, *_: Any, metrics: dict[str, float], **__: Any) -> None:
        self.accuracy.append(metrics["eval_accuracy"])


def test_the_plain_recipe_keeps_the_network_and_the_rate_and_drops_the_rest() -> None:
    compact = load_recipe("compact")

    found = plain(compact)

    kept = ("base", "revision", "files", "pooling", "learning_rate", "batch_size", "epochs", "max_length")
    assert all(getattr(found, name) == getattr(compact, name) for name in kept)
    off = ("consistency", "token_dropout", "augmentation", "teachers", "average_decay", "label_smoothing")
    assert [getattr(found, name) for name in off] == [0] * len(off)


def test_every_training_batch_is_padded_to_the_width(
    tmp_path: Path, data: Prepared, recipe: Recipe, base: Path
) -> None:
    task, widths = Task(data.path, base, recipe, train=16, valid=10, out=tmp_path), Widths()
    settings = (("per_device_train_batch_size", 8), ("num_train_epochs", 1))

    Padded(width=24, bf16=False, settings=settings)(task, widths)

    assert widths.shapes == [(8, 24), (8, 24)]
    assert all(0 <= accuracy <= 1 for accuracy in widths.accuracy)
    assert len(widths.accuracy) == 2


@pytest.mark.parametrize(("width", "expected"), [(0, 3), (5, 5)])
def test_a_batch_is_as_wide_as_asked_and_masked_where_padded(width: int, expected: int) -> None:
    rows = [{"ids": [7], "label": 0, "width": width}, {"ids": [7, 8, 9], "label": 1, "width": width}]

    found = _collate(rows)

    assert found["input_ids"].shape == (2, expected)
    assert found["attention_mask"].sum(dim=1).tolist() == [1, 3]
    assert found["labels"].tolist() == [0, 1]
