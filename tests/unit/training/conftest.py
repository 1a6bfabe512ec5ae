"""A base checkpoint and a data set small enough to train on in seconds, and real all the same."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import DistilBertConfig, DistilBertModel

from tests.original_project import LABELS, OriginalNetwork
from tests.tiny_training import tiny_base, tiny_data
from training.conversion import bert_to_distilbert
from training.data import Prepared, prepare
from training.recipe import Recipe


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_base(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="session")
def recipe() -> Recipe:
    return Recipe(
        base="tests/tiny",
        dropout=0.0,
        classifier_dropout=0.0,
        max_length=16,
        epochs=8,
        learning_rate=2e-3,
        dtype="fp32",
        seed=5,
    )


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return tiny_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def run_of_training(tmp_path_factory: pytest.TempPathFactory, base: Path, recipe: Recipe, data: Prepared):
    from training.calibrate import calibrate
    from training.train import train

    run = train(data, recipe, tmp_path_factory.mktemp("runs") / "run", base_folder=base)
    calibrate(run)
    return run


@pytest.fixture(scope="session")
def distilbert(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny DistilBERT as base checkpoint, with the tokenizer of the tests."""
    folder = tmp_path_factory.mktemp("distilbert")
    bert = json.loads((base / "config.json").read_text())
    config = DistilBertConfig(
        vocab_size=bert["vocab_size"],
        dim=bert["hidden_size"],
        n_layers=bert["num_hidden_layers"],
        n_heads=bert["num_attention_heads"],
        hidden_dim=bert["intermediate_size"],
        max_position_embeddings=bert["max_position_embeddings"],
    )
    (folder / "config.json").write_text(json.dumps(config.to_dict()))
    save_file(bert_to_distilbert(load_file(base / "model.safetensors")), folder / "model.safetensors")
    shutil.copy(base / "tokenizer.json", folder)
    return folder


@pytest.fixture(scope="session")
def original(distilbert: Path) -> OriginalNetwork:
    config = DistilBertConfig.from_pretrained(distilbert)
    encoder = DistilBertModel(config)
    encoder.load_state_dict(load_file(distilbert / "model.safetensors"))
    torch.manual_seed(3)
    return OriginalNetwork(encoder, len(LABELS)).eval()


@pytest.fixture(scope="session")
def checkpoint(original: OriginalNetwork, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("original") / "pytorch_distilbert_news.bin"
    torch.save(original.state_dict(), path)
    return path


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Headlines of which one word tells the label, for the artifact of words."""
    folder = tmp_path_factory.mktemp("rows")
    rows = [
        f"{word} number {n},{label}"
        for n in range(20)
        for word, label in (("shares", "Business"), ("flu", "Health"))
    ]
    (folder / "rows.csv").write_text("\n".join(["headline,label", *rows]) + "\n")
    return prepare([folder / "rows.csv"], folder / "prepared", labels=["Business", "Health"], progress=False)
