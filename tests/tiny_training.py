"""A base checkpoint and headlines small enough to train on in seconds, and real all the same."""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import WordPiece
from transformers import BertConfig, BertModel

from training.data import Prepared, prepare

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


def tiny_base(folder: Path) -> Path:
    """Write a BERT of two layers with random weights, and a WordPiece tokenizer that knows the words above."""
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


def tiny_data(folder: Path) -> Prepared:
    """Prepare headlines about the topics above."""
    lines = [f"{text},{label}" for text, label in headlines(120)]
    (folder / "headlines.csv").write_text("\n".join(["headline,label", *lines]) + "\n")
    return prepare([folder / "headlines.csv"], folder / "prepared", valid=0.2, test=0.2, progress=False)
