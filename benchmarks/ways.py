"""The ways to train the same network that are measured side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import Trainer, TrainerCallback, TrainingArguments

from benchmarks.subset import open_subset
from training.base import find_base
from training.data import Split
from training.encoding import open_tokenizer
from training.network import build_network
from training.recipe import Recipe
from training.train import computes_bf16, train

STRUCTURE = (
    "base",
    "revision",
    "files",
    "pooling",
    "max_length",
    "epochs",
    "learning_rate",
    "batch_size",
    "seed",
)
"""Settings that a recipe keeps when it is stripped to a plain fine-tune; the others go to their defaults."""


@dataclass(frozen=True)
class Task:
    """What is trained on what.

    Attributes
    ----------
    data
        Folder of prepared headlines.
    base
        Folder of the base checkpoint; None for the Hub.
    recipe
        Of Newsdesk.
    train, valid
        Headlines that are drawn for training and for validation.
    out
        A folder for what is written.
    """

    data: Path
    base: Path | None
    recipe: Recipe
    train: int
    valid: int
    out: Path


@dataclass(frozen=True)
class Newsdesk:
    """`training.train` of one network: teachers and other members of a soup are trainings of their own.

    Attributes
    ----------
    regularised
        Whether by all that the recipe adds to a step, or stripped to a plain fine-tune at the same rate.
    """

    regularised: bool

    def __call__(self, task: Task, callback: TrainerCallback) -> None:
        recipe = replace(task.recipe, teachers=0, soup=1) if self.regularised else plain(task.recipe)
        data = open_subset(task.data, train=task.train, valid=task.valid)
        out = task.out / f"newsdesk-{self.regularised}"
        # As many looks at validation as are asked for, without an early end.
        train(data, replace(recipe, patience=1000), out, base_folder=task.base, callbacks=[callback])


@dataclass(frozen=True)
class Padded:
    """The same network in a plain `Trainer`, every headline padded to the same length.

    Attributes
    ----------
    width
        Tokens of every training row; validation, which is not timed, is not padded to it.
    bf16
        Whether products are in bf16, where this machine computes in it.
    settings
        What else `TrainingArguments` is told; the rest are its defaults.
    """

    width: int
    bf16: bool
    settings: tuple[tuple[str, Any], ...] = ()

    def __call__(self, task: Task, callback: TrainerCallback) -> None:
        recipe = replace(plain(task.recipe), pooling="first")  # `DistilBertForSequenceClassification`'s own
        data = open_subset(task.data, train=task.train, valid=task.valid)
        base = find_base(recipe, task.base)
        tokenizer = open_tokenizer(base / "tokenizer.json", self.width)
        rows = {
            name: _rows(tokenizer, data.split(name), width)
            for name, width in (("train", self.width), ("valid", 0))
        }
        arguments = TrainingArguments(
            output_dir=str(task.out / f"padded-{self.width}-{self.bf16}"),
            bf16=self.bf16 and computes_bf16(),
            use_cpu=not torch.cuda.is_available(),
            save_strategy="no",
            report_to=[],
            remove_unused_columns=False,
            label_names=["labels"],
            **dict(self.settings),
        )
        trainer = Trainer(
            model=build_network(recipe, base, data.labels),
            args=arguments,
            data_collator=_collate,
            train_dataset=rows["train"],
            eval_dataset=rows["valid"],
            compute_metrics=_accuracy,
            callbacks=[callback],
        )
        trainer.train()


Way = Newsdesk | Padded


def plain(recipe: Recipe) -> Recipe:
    """Return a recipe without what it adds to a fine-tune: every such setting at its default, which is off."""
    return Recipe(**{name: getattr(recipe, name) for name in STRUCTURE})


def _rows(tokenizer: Tokenizer, split: Split, width: int) -> list[dict[str, Any]]:
    encodings = tokenizer.encode_batch_fast(split.texts)
    return [
        {"ids": encoding.ids, "label": label, "width": width}
        for encoding, label in zip(encodings, split.labels, strict=True)
    ]


def _collate(rows: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
    width = max(max(row["width"], len(row["ids"])) for row in rows)
    ids = torch.zeros((len(rows), width), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for index, row in enumerate(rows):
        ids[index, : len(row["ids"])] = torch.tensor(row["ids"])
        mask[index, : len(row["ids"])] = 1
    return {"input_ids": ids, "attention_mask": mask, "labels": torch.tensor([row["label"] for row in rows])}


def _accuracy(predictions: Any) -> dict[str, float]:
    return {"accuracy": float((predictions.predictions.argmax(axis=1) == predictions.label_ids).mean())}
