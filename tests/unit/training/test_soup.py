import shutil
from dataclasses import replace
from pathlib import Path

import torch

from training.network import build_network, open_network
from training.recipe import Recipe
from training.soup import average_networks


def test_every_weight_is_the_mean(base: Path, recipe: Recipe, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b", "c")]
    for seed, folder in enumerate(folders):
        build_network(replace(recipe, seed=seed, pooling="mean"), base, ["x", "y"]).save_pretrained(folder)
        shutil.copy(base / "tokenizer.json", folder)

    average_networks(folders, tmp_path / "soup")

    soup, *members = (open_network(folder) for folder in (tmp_path / "soup", *folders))
    weights = [member.classifier.weight for member in members]
    assert not torch.equal(weights[0], weights[1])
    assert torch.allclose(soup.classifier.weight, sum(weights) / 3)
    assert soup.config.pooling == "mean"
    assert (tmp_path / "soup" / "tokenizer.json").read_bytes() == (base / "tokenizer.json").read_bytes()
