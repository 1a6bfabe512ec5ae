import pytest
from transformers import DistilBertForSequenceClassification as Network

from training.quantisation.weights import weights_of
from training.recipe import RecipeError


def test_every_weight_is_taken(network: Network) -> None:
    weights = weights_of(network)

    assert (len(weights.layers), weights.heads, weights.pooling) == (2, 4, "first")
    assert weights.words.shape[1] == weights.positions.shape[1] == 64
    assert weights.layers[1].rise.weight.shape == (64, 128)
    assert weights.layers[1].fall.weight.shape == (128, 64)
    assert weights.classifier.bias.shape == (3,)


@pytest.mark.parametrize(("setting", "value"), [("activation", "relu"), ("pooling", "max")])
def test_a_network_of_another_kind_is_refused(network: Network, setting: str, value: str) -> None:
    setattr(network.config, setting, value)

    with pytest.raises(RecipeError, match=f"{setting} '{value}' of the network"):
        weights_of(network)
