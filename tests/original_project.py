"""The network of the original project, written as its `script.py` writes it."""

import torch
from transformers import DistilBertModel

LABELS = ("Health", "Science", "Business")
"""In the order of its outputs, which is not that of the tests' data."""


class OriginalNetwork(torch.nn.Module):
    def __init__(self, encoder: DistilBertModel, labels: int) -> None:
        super().__init__()
        dimension = encoder.config.dim
        self.l1 = encoder
        self.pre_classifier = torch.nn.Linear(dimension, dimension)
        self.dropout = torch.nn.Dropout(0.3)
        self.classifier = torch.nn.Linear(dimension, labels)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        first = self.l1(input_ids=input_ids, attention_mask=attention_mask)[0][:, 0]
        return self.classifier(self.dropout(torch.relu(self.pre_classifier(first))))
