from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from transformers import BertConfig, BertModel

from training.conversion import bert_to_distilbert
from training.network import build_network
from training.recipe import Recipe


def test_the_converted_encoder_computes_the_same(base: Path, recipe: Recipe) -> None:
    bert = BertModel(BertConfig.from_json_file(str(base / "config.json")))
    bert.load_state_dict(load_file(base / "model.safetensors"))
    distilbert = build_network(recipe, base, ["a", "b"]).distilbert
    ids = torch.randint(4, 30, (5, 12), generator=torch.Generator().manual_seed(2))
    mask = torch.ones_like(ids)
    mask[2, 7:] = 0

    with torch.inference_mode():
        expected = bert.double().eval()(input_ids=ids, attention_mask=mask).last_hidden_state
        found = distilbert.double().eval()(input_ids=ids, attention_mask=mask).last_hidden_state

    assert torch.allclose(found[mask == 1], expected[mask == 1], atol=1e-9)


def test_a_weight_without_a_place_is_named() -> None:
    with pytest.raises(ValueError, match=r"'encoder\.layer\.0\.adapter\.weight' has no place"):
        bert_to_distilbert({"bert.encoder.layer.0.adapter.weight": torch.zeros(1)})
