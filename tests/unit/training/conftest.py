"""A base checkpoint and a data set small enough to train on in seconds, and real all the same."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import WordPiece
from transformers import BertConfig, BertModel, DistilBertConfig, DistilBertModel

from tests.original_project import LABELS, OriginalNetwork
from training.conversion import bert_to_distilbert
from training.data import Prepared, prepare
from training.recipe import Recipe

TOPICS = {
    "Business": ("shares", "fed", "bank", "profit", "stocks"),
    "Science": ("apple", "comet", "robot", "phone", "nasa"),
    "Health": ("flu", "vaccine", "cancer", "doctors", "virus"),
}
PLAIN = ("new", "today", "the", "as", "says", "in", "report", "for")


def headlines(per_label: int) -> list[tuple[str, str]]:
    """Distinct headlines in which two words of a topic decide the label."""
    rows = []
    for label, words in TOPICS.items():
        for n in range(per_label):
            first, second = words[n % 5], words[(n // 5) % 5]
            rest = [PLAIN[(n // 25 + k * 3) % 8] for k in range(1 + n % 4)]
            rows.append((" ".join([first, *rest, second, str(n)]), label))
    return rows


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers with random weights, and a WordPiece tokenizer that knows the words above."""
    folder = tmp_path_factory.mktemp("base")
    words = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        *PLAIN,
        *(word for words in TOPICS.values() for word in words),
    ]
    words += [*"0123456789", *(f"##{digit}" for digit in "0123456789")]
    tokenizer = Tokenizer(WordPiece({word: index for index, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=128,
        max_position_embeddings=32,
    )
    network = BertModel(config)
    save_file(
        {name: tensor.contiguous() for name, tensor in network.state_dict().items()},
        folder / "model.safetensors",
    )
    (folder / "config.json").write_text(json.dumps(config.to_dict()))
    return folder


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
    folder = tmp_path_factory.mktemp("data")
    lines = [f"{text},{label}" for text, label in headlines(120)]
    (folder / "headlines.csv").write_text("\n".join(["headline,label", *lines]) + "\n")
    return prepare([folder / "headlines.csv"], folder / "prepared", valid=0.2, test=0.2, progress=False)


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
