import numpy as np
import pytest
from transformers import DistilBertForSequenceClassification as Network

from training.quantisation.ranges import Range
from training.quantisation.smoothing import COPIES, factors, smooth_context, split_units
from training.quantisation.weights import Layer, Linear, weights_of

RNG = np.random.default_rng(4)


@pytest.fixture
def layer(network: Network) -> Layer:
    return weights_of(network).layers[0]


def outlying(channels: int, at: int) -> Range:
    high = RNG.uniform(1, 2, channels).astype(np.float32)
    high[at] = 40
    return Range(-high / 10, high)


def times(values: np.ndarray, layer: Linear) -> np.ndarray:
    return values @ layer.weight + layer.bias


def test_a_large_channel_is_divided_by_a_large_factor() -> None:
    by = factors(outlying(64, at=5))

    assert by.argmax() == 5
    assert np.exp(np.log(by).mean()) == pytest.approx(1, rel=1e-5)


def test_a_channel_that_is_never_used_divides_by_no_zero() -> None:
    assert np.isfinite(1 / factors(Range(np.zeros(3), np.array([0.0, 1.0, 2.0])))).all()


def test_a_smoothed_context_computes_the_same(layer: Layer) -> None:
    context = outlying(64, at=7)
    values = RNG.normal(size=(9, 64)).astype(np.float32)

    smoothed, seen = smooth_context(layer, context)

    # Attention is linear in its values: a mean of them stands for it.
    before = times(times(values, layer.value).mean(axis=0), layer.out)
    after = times(times(values, smoothed.value).mean(axis=0), smoothed.out)
    assert np.abs(before - after).max() < 1e-4
    assert seen.largest.max() / seen.largest.min() < 0.2 * context.largest.max() / context.largest.min()


def test_split_units_compute_the_same(layer: Layer) -> None:
    values = RNG.normal(size=(9, 64)).astype(np.float32)

    split, seen = split_units(layer, outlying(128, at=11))

    def answer(layer: Layer) -> np.ndarray:
        return times(np.maximum(times(values, layer.rise), 0), layer.fall)

    assert np.abs(answer(layer) - answer(split)).max() < 1e-4
    assert split.rise.weight.shape[1] == split.fall.weight.shape[0] == len(seen.low) == 128 + COPIES


def test_the_largest_unit_is_split_and_its_copies_stand_apart(layer: Layer) -> None:
    units = outlying(128, at=11)

    split, seen = split_units(layer, units)

    copies = np.flatnonzero(seen.high == units.high[11])
    assert len(copies) > 1
    assert len(set(copies // 2)) == len(copies)  # no two of them are neighbours of one pair
    shared = split.fall.weight[copies].sum(axis=0)
    assert np.abs(shared - layer.fall.weight[11]).max() < 1e-6
