import numpy as np
import onnx
import onnxruntime
import pytest

from training.quantisation.graph import Graph
from training.quantisation.linear import InIntegers, WriteLinear, in_floats, scale_of
from training.quantisation.ranges import Range
from training.quantisation.weights import Linear

RNG = np.random.default_rng(2)
LAYER = Linear(RNG.normal(0, 0.05, (16, 8)).astype(np.float32), RNG.normal(size=8).astype(np.float32))


def compute(write: WriteLinear, values: np.ndarray, site: str = "input") -> np.ndarray:
    """Run one layer on the values that the token numbers index."""
    graph = Graph()
    table = graph.constant("table", values.astype(np.float32))
    output = write(graph, "one", graph.add("Gather", table, "input_ids"), (0, site), LAYER)
    model = graph.model(graph.add("ReduceMean", output, graph.integers(1), keepdims=0), labels=8)
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    ids = np.arange(len(values))[:, None]
    found: np.ndarray = session.run(["logits"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]
    return found


def test_floats_are_exact() -> None:
    values = RNG.normal(size=(20, 16))

    assert np.abs(compute(in_floats, values) - (values @ LAYER.weight + LAYER.bias)).max() < 1e-5


@pytest.mark.parametrize("site", ["input", "context", "middle", "units"])
def test_integers_are_close_though_one_channel_is_an_outlier(site: str) -> None:
    values = RNG.normal(size=(200, 16))
    values[:, 3] *= 1 if site == "context" else 30  # the context comes smoothed
    expected = values @ LAYER.weight + LAYER.bias

    found = compute(InIntegers({(0, site): Range(values.min(axis=0), values.max(axis=0))}), values, site)

    assert np.sqrt(((found - expected) ** 2).mean()) < 0.03 * expected.std()


def test_a_value_beyond_the_range_is_cut_to_it() -> None:
    seen = Range(np.full(16, -1.0), np.full(16, 1.0))
    inside, beyond = np.full((1, 16), 1.0), np.full((1, 16), 50.0)

    assert np.array_equal(*(compute(InIntegers({(0, "input"): seen}), values) for values in (inside, beyond)))


@pytest.mark.parametrize(("low", "high"), [(-1.0, 3.0), (0.5, 2.0), (-4.0, -1.0), (0.0, 0.0)])
def test_zero_is_a_step(low: float, high: float) -> None:
    scale, zero = scale_of(Range(np.array([low]), np.array([high])))

    assert 0 <= zero <= 255
    assert (0 - float(zero)) * scale <= min(low, 0) + scale / 2
    assert (255 - float(zero)) * scale >= max(high, 0) - scale / 2
