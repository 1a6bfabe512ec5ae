import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from training.network import build_network, open_network
from training.recipe import Recipe, RecipeError


@pytest.fixture
def copy(base: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(base, tmp_path / "base"))


def test_the_head_is_that_of_the_original_project(base: Path, recipe: Recipe) -> None:
    network = build_network(recipe, base, ["a", "b", "c"])

    assert network.pre_classifier.weight.shape == (64, 64)
    assert network.classifier.weight.shape == (3, 64)
    assert network.config.id2label == {0: "a", 1: "b", 2: "c"}


def test_dropouts_are_the_recipes(base: Path, recipe: Recipe) -> None:
    network = build_network(recipe.override({"dropout": 0.25, "classifier_dropout": 0.35}), base, ["a", "b"])

    assert network.dropout.p == 0.35
    assert network.distilbert.transformer.layer[0].ffn.dropout.p == 0.25


def test_the_first_weights_are_the_seeds_and_not_the_orders(base: Path, recipe: Recipe) -> None:
    def head(**settings: int) -> torch.Tensor:
        weight: torch.Tensor = build_network(replace(recipe, **settings), base, ["a", "b"]).classifier.weight
        return weight

    assert torch.equal(head(), head(order=1))
    assert not torch.equal(head(), head(seed=recipe.seed + 1))


def test_a_configuration_of_fewer_layers_takes_the_first_ones(copy: Path, recipe: Recipe) -> None:
    whole = build_network(recipe, copy, ["a", "b"]).distilbert.transformer.layer
    config = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps(config | {"num_hidden_layers": 1}))

    layers = build_network(recipe, copy, ["a", "b"]).distilbert.transformer.layer

    assert len(layers) == 1 < len(whole)
    assert torch.equal(layers[0].ffn.lin1.weight, whole[0].ffn.lin1.weight)


def test_the_mean_leaves_padding_out(base: Path, recipe: Recipe) -> None:
    network = build_network(recipe.override({"pooling": "mean"}), base, ["a", "b"]).eval()
    ids = torch.tensor([[2, 5, 6, 3], [2, 7, 3, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])

    with torch.inference_mode():
        together = network(input_ids=ids, attention_mask=mask).logits
        alone = network(input_ids=ids[1:, :3], attention_mask=mask[1:, :3]).logits
        hidden = network.distilbert(input_ids=ids[1:, :3], attention_mask=mask[1:, :3])[0]
        expected = network.classifier(torch.relu(network.pre_classifier(hidden.mean(dim=1))))

    assert torch.allclose(together[1:], alone, atol=1e-6)
    assert torch.allclose(alone, expected, atol=1e-6)


@pytest.mark.parametrize("pooling", ["first", "mean"])
def test_a_kept_network_answers_as_before(base: Path, recipe: Recipe, tmp_path: Path, pooling: str) -> None:
    network = build_network(recipe.override({"pooling": pooling}), base, ["a", "b"]).eval()
    network.save_pretrained(tmp_path)
    row = {"input_ids": torch.tensor([[2, 5, 6, 3]]), "attention_mask": torch.ones(1, 4, dtype=torch.long)}

    again = open_network(tmp_path)

    with torch.inference_mode():
        assert torch.allclose(again(**row).logits, network(**row).logits, atol=1e-6)
    assert again.config.pooling == pooling


def test_a_distilbert_with_another_head_is_taken_as_it_is(base: Path, recipe: Recipe, tmp_path: Path) -> None:
    made = build_network(recipe, base, ["a", "b"])
    folder = tmp_path / "distilbert"
    folder.mkdir()
    weights = {f"distilbert.{name}": tensor for name, tensor in made.distilbert.state_dict().items()}
    save_file({**weights, "vocab_projector.bias": torch.zeros(3)}, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(made.config.to_dict()))

    found = build_network(recipe, folder, ["x", "y", "z"])

    for name, tensor in made.distilbert.state_dict().items():
        assert torch.equal(found.distilbert.state_dict()[name], tensor)
    assert found.classifier.weight.shape == (3, 64)


def test_another_kind_of_network_is_named(copy: Path, recipe: Recipe) -> None:
    (copy / "config.json").write_text(json.dumps({"model_type": "gpt2"}))

    with pytest.raises(RecipeError, match="is a 'gpt2', not a bert or distilbert"):
        build_network(recipe, copy, ["a", "b"])


def test_missing_weights_are_named(copy: Path, recipe: Recipe) -> None:
    weights = load_file(copy / "model.safetensors")
    del weights["encoder.layer.1.output.dense.bias"]
    save_file(weights, copy / "model.safetensors")

    with pytest.raises(
        RecipeError, match=r"lacks 1 weights, the first is transformer\.layer\.1\.ffn\.lin2\.bias"
    ):
        build_network(recipe, copy, ["a", "b"])
