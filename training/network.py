"""The network that is trained: a DistilBERT encoder with a classification head."""

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import DistilBertConfig, set_seed
from transformers import DistilBertForSequenceClassification as Network
from transformers.modeling_outputs import SequenceClassifierOutput
from transformers.utils.logging import disable_progress_bar

from training.conversion import bert_to_distilbert
from training.recipe import Recipe, RecipeError

disable_progress_bar()  # of reading and writing weights: a blink, at this size


class MeanNetwork(Network):  # type: ignore[misc]
    """A `DistilBertForSequenceClassification` whose head reads the mean over the tokens, padding left out.

    Its weights have the same names and shapes, and the configuration says `pooling: mean`.
    """

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, **_: object
    ) -> SequenceClassifierOutput:
        hidden = self.distilbert(input_ids=input_ids, attention_mask=attention_mask)[0]
        kept = attention_mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * kept).sum(dim=1) / kept.sum(dim=1)
        features = self.dropout(torch.relu(self.pre_classifier(pooled)))
        return SequenceClassifierOutput(logits=self.classifier(features))


def build_network(recipe: Recipe, base: Path, labels: Sequence[str]) -> Network:
    """Return the encoder of the base checkpoint under a fresh, seeded head.

    The head is the one of `DistilBertForSequenceClassification`: linear layer of the encoder's dimension, ReLU,
    dropout, linear layer to the labels. It reads the first token, or the mean of all, as the recipe says.

    Parameters
    ----------
    recipe
        Dropouts, pooling and seed.
    base
        Folder of the checkpoint (see `find_base`).
    labels
        Label names in their order.

    Raises
    ------
    RecipeError
        If the checkpoint is neither a BERT nor a DistilBERT encoder, or lacks weights.
    """
    found = json.loads((base / "config.json").read_text(encoding="utf-8"))
    weights = load_file(base / "model.safetensors")
    kind = found.get("model_type")
    if kind == "bert":
        config = _config_of_bert(found)
        weights = bert_to_distilbert(weights)
    elif kind == "distilbert":
        config = DistilBertConfig.from_dict(found)
        weights = {name.removeprefix("distilbert."): tensor for name, tensor in weights.items()}
    else:
        raise RecipeError(f"base checkpoint {recipe.base} is a {kind!r}, not a bert or distilbert encoder")
    fit_config(config, recipe, labels)
    set_seed(recipe.seed)
    network = _class(config)(config)
    missing = network.distilbert.load_state_dict(weights, strict=False).missing_keys
    if missing:
        raise RecipeError(
            f"base checkpoint {recipe.base} lacks {len(missing)} weights, the first is {missing[0]}"
        )
    return network


def fit_config(config: DistilBertConfig, recipe: Recipe, labels: Sequence[str]) -> DistilBertConfig:
    """Give the configuration of an encoder what the head needs: labels, dropouts, pooling; return it."""
    config.num_labels = len(labels)
    config.id2label = dict(enumerate(labels))
    config.label2id = {label: index for index, label in enumerate(labels)}
    config.dropout = recipe.dropout
    config.seq_classif_dropout = recipe.classifier_dropout
    config.pooling = recipe.pooling
    return config


def open_network(folder: Path) -> Network:
    """Return a trained network, ready to answer."""
    config = DistilBertConfig.from_pretrained(folder)
    network: Network = _class(config).from_pretrained(folder, config=config, dtype=torch.float32)
    return network.eval()


def _class(config: DistilBertConfig) -> type[Network]:
    return MeanNetwork if getattr(config, "pooling", "first") == "mean" else Network


def _config_of_bert(config: dict[str, object]) -> DistilBertConfig:
    return DistilBertConfig(
        vocab_size=config["vocab_size"],
        max_position_embeddings=config["max_position_embeddings"],
        n_layers=config["num_hidden_layers"],
        n_heads=config["num_attention_heads"],
        dim=config["hidden_size"],
        hidden_dim=config["intermediate_size"],
        activation=config["hidden_act"],
        pad_token_id=config.get("pad_token_id", 0),
    )
