"""The handler of the original project, written anew: what `code/inference.py` of its model folder does.

It runs in the model server, so it imports nothing of this project. As the original it loads the tokenizer for
every request, though from disk, pads to 512 tokens and answers one headline with float32 weights in PyTorch.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from transformers import AutoTokenizer, DistilBertConfig, DistilBertModel

LENGTH = 512
"""Tokens that every headline is padded to, where the network has as many positions."""


class Classifier(torch.nn.Module):
    """DistilBERT under the original's head; it pools as the configuration says."""

    def __init__(self, config: DistilBertConfig) -> None:
        super().__init__()
        self.distilbert = DistilBertModel(config)
        self.pre_classifier = torch.nn.Linear(config.dim, config.dim)
        self.dropout = torch.nn.Dropout(config.seq_classif_dropout)
        self.classifier = torch.nn.Linear(config.dim, config.num_labels)
        self.pools_mean = getattr(config, "pooling", "first") == "mean"

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.distilbert(input_ids=input_ids, attention_mask=attention_mask)[0]
        if self.pools_mean:
            kept = attention_mask.unsqueeze(-1).to(hidden.dtype)
            pooled = (hidden * kept).sum(dim=1) / kept.sum(dim=1)
        else:
            pooled = hidden[:, 0]
        logits: torch.Tensor = self.classifier(self.dropout(torch.relu(self.pre_classifier(pooled))))
        return logits


@dataclass(frozen=True)
class Model:
    """What answers: the network, its label names, and the folder that the tokenizer is loaded from."""

    network: Classifier
    labels: list[str]
    length: int
    folder: Path


def model_fn(model_dir: str) -> Model:
    """Load the network from `config.json` and `model.safetensors`."""
    folder = Path(model_dir)
    config = DistilBertConfig.from_pretrained(folder)
    network = Classifier(config)
    network.load_state_dict(load_file(folder / "model.safetensors"))
    labels = [config.id2label[index] for index in range(config.num_labels)]
    return Model(network.eval(), labels, min(LENGTH, config.max_position_embeddings), folder)


def input_fn(request_body: str | bytes, content_type: str) -> str:
    """Return the headline of `{"inputs": "..."}`."""
    headline: str = json.loads(request_body)["inputs"]
    return headline


def predict_fn(headline: str, model: Model) -> dict[str, Any]:
    """Return the likeliest label, and the probability of each in a list of one row."""
    tokenizer = AutoTokenizer.from_pretrained(model.folder)
    inputs = tokenizer(
        headline, padding="max_length", truncation=True, max_length=model.length, return_tensors="pt"
    )
    with torch.inference_mode():
        logits = model.network(inputs["input_ids"], inputs["attention_mask"])
    probabilities = torch.softmax(logits, dim=1)
    return {
        "predicted_label": model.labels[int(probabilities.argmax())],
        "probabilities": probabilities.tolist(),
    }


def output_fn(prediction: dict[str, Any], accept: str) -> str:
    """Return the answer as JSON."""
    return json.dumps(prediction)
