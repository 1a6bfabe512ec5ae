"""From a checkpoint of the original project to a run, as if it had been trained here."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from transformers import DistilBertConfig
from transformers import DistilBertForSequenceClassification as Network

from training.base import find_base
from training.data import Prepared
from training.data.source import file_sha256
from training.facts import code_revision, facts_of
from training.legacy.checkpoint import CheckpointError, read_checkpoint
from training.network import fit_config
from training.recipe import Recipe, RecipeError
from training.run_folder import Run

TAKEN = ("config.json", "tokenizer.json")
"""What is taken of the base checkpoint: the rest is in the file."""


def import_checkpoint(
    path: Path,
    data: Prepared,
    recipe: Recipe,
    out: Path,
    *,
    labels: Sequence[str],
    base_folder: Path | None = None,
) -> Run:
    """Write a checkpoint as a finished run, ready to be calibrated and exported.

    Parameters
    ----------
    path
        The checkpoint; see `read_checkpoint`.
    data
        Headlines to calibrate on, with the same labels in any order; the run takes theirs.
    recipe
        Names the base checkpoint whose configuration and tokenizer the original used, and `max_length`.
    out
        Folder of the run.
    labels
        Label names in the order of the checkpoint's outputs.
    base_folder
        Where the files of the base checkpoint are; without it they come from the Hugging Face Hub.

    Raises
    ------
    CheckpointError
        If the file holds anything else than a network of the shape that the base checkpoint has.
    RecipeError
        If the labels are not those of the data or of the checkpoint, or the base checkpoint cannot be used.
    """
    weights = read_checkpoint(path)
    _check_labels(weights, labels, data, path)
    recipe = replace(recipe, pooling="first")  # what the original's head reads
    base = find_base(recipe, base_folder, TAKEN)
    network = Network(_config(recipe, base, data.labels))
    _check_shapes(weights, network.state_dict(), recipe, path)
    order = [labels.index(label) for label in data.labels]
    for name in ("classifier.weight", "classifier.bias"):
        weights[name] = weights[name][order]
    network.load_state_dict(weights)

    run = Run(out)
    network.save_pretrained(run.network)
    shutil.copy(base / "tokenizer.json", run.tokenizer)
    facts = facts_of(data, recipe)
    facts["data"]["rows"] = {"valid": facts["data"]["rows"]["valid"]}
    facts["data"]["imported"] = {"file": path.name, "sha256": file_sha256(path)}
    run.write("run.json", facts | {"code_revision": code_revision()})
    return run


def _config(recipe: Recipe, base: Path, labels: Sequence[str]) -> DistilBertConfig:
    found = json.loads((base / "config.json").read_text(encoding="utf-8"))
    if found.get("model_type") != "distilbert":
        raise RecipeError(
            f"base checkpoint {recipe.base} is a {found.get('model_type')!r}, "
            "that of the original project a 'distilbert'"
        )
    return fit_config(DistilBertConfig.from_dict(found), recipe, labels)


def _check_labels(
    weights: Mapping[str, torch.Tensor], labels: Sequence[str], data: Prepared, path: Path
) -> None:
    if "classifier.bias" not in weights:
        raise CheckpointError(f"{path} lacks classifier.bias")
    outputs = len(weights["classifier.bias"])
    if len(labels) != outputs:
        raise RecipeError(f"{path} has {outputs} outputs, and {len(labels)} labels: {', '.join(labels)}")
    if sorted(labels) != sorted(data.labels):
        raise RecipeError(
            f"{data.path} is labelled {', '.join(data.labels)}, the checkpoint {', '.join(labels)}"
        )


def _check_shapes(
    weights: Mapping[str, torch.Tensor], wanted: Mapping[str, torch.Tensor], recipe: Recipe, path: Path
) -> None:
    for name in [*wanted, *weights]:
        if name not in weights:
            raise CheckpointError(f"{path} lacks {name}, which {recipe.base} has")
        if name not in wanted:
            raise CheckpointError(f"{path} has {name}, which {recipe.base} has not")
        if weights[name].shape != wanted[name].shape:
            raise CheckpointError(
                f"{path}: {name} is of shape {tuple(weights[name].shape)}, "
                f"that of {recipe.base} of {tuple(wanted[name].shape)}"
            )
