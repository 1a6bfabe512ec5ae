import numpy as np
import torch
from transformers import DistilBertForSequenceClassification as Network

from training.quantisation.ranges import SAMPLE, SITES, Range, observe, sample


def test_a_sample_reaches_from_end_to_end_and_beyond_headlines() -> None:
    headlines = [f"number {n}" for n in range(2_000)]

    found = sample(headlines)

    assert {"number 0", "number 1999", "number", "number 0 number 0 number 0 number 0"} <= set(found)
    assert len(found) == SAMPLE * 3 // 2


def test_a_sample_of_few_headlines_holds_them_all() -> None:
    assert {"one", "two", "three"} <= set(sample(["one", "two", "three"]))


def test_what_the_layers_are_given_is_seen(network: Network, rows: list[list[int]]) -> None:
    given: list[np.ndarray] = []
    module = network.distilbert.transformer.layer[1].ffn.lin2
    hook = module.register_forward_pre_hook(lambda _, inputs: given.append(inputs[0][0].numpy()))

    ranges = observe(network, rows)

    hook.remove()
    values = np.concatenate(given)
    assert set(ranges) == {(layer, site) for layer in range(2) for site in SITES}
    assert np.array_equal(ranges[1, "units"].low, values.min(axis=0))
    assert np.array_equal(ranges[1, "units"].high, values.max(axis=0))


def test_the_network_is_left_as_it_was(network: Network, rows: list[list[int]]) -> None:
    observe(network, rows[:2])

    assert not any(module._forward_pre_hooks for module in network.modules())
    assert all(torch.isfinite(parameter).all() for parameter in network.parameters())


def test_a_range_follows_its_channels() -> None:
    seen = Range(np.array([-1.0, 0.0]), np.array([0.5, 3.0])).joined(
        Range(np.array([-0.5, -2.0]), np.array([0.9, 1.0]))
    )

    assert seen.largest.tolist() == [1.0, 3.0]
    assert seen.scaled(np.array([2.0, 0.5])).high.tolist() == [1.8, 1.5]
    assert seen.repeated(np.array([1, 1, 0])).low.tolist() == [-2.0, -2.0, -1.0]
