"""How much there is to compute, whoever computes it."""

from dataclasses import dataclass

from torch.nn import Linear
from transformers import DistilBertForSequenceClassification as Network


@dataclass(frozen=True)
class Work:
    """Operations of the linear layers; attention between the tokens, some percent at this length, is left out.

    Attributes
    ----------
    per_token
        Of the encoder.
    per_headline
        Of the head.
    """

    per_token: int
    per_headline: int


def work_of(network: Network) -> Work:
    """Count a multiplication and an addition for each weight of a linear layer."""
    encoder = sum(layer.weight.numel() for layer in network.distilbert.modules() if isinstance(layer, Linear))
    head = sum(layer.weight.numel() for layer in (network.pre_classifier, network.classifier))
    return Work(per_token=2 * encoder, per_headline=2 * head)
