from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from training.network import build_network
from training.onnx_graph import to_onnx
from training.recipe import Recipe


@pytest.fixture(scope="module")
def pair(base: Path, recipe: Recipe):
    network = build_network(recipe, base, ["a", "b", "c"]).eval()
    return network, onnxruntime.InferenceSession(to_onnx(network).SerializeToString())


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (3, 32), (17, 2)])
def test_it_computes_what_the_network_does_for_any_shape_and_padding(pair, shape: tuple[int, int]) -> None:
    network, session = pair
    ids = torch.randint(0, 30, shape, generator=torch.Generator().manual_seed(4))
    mask = torch.ones_like(ids)
    mask[-1, max(shape[1] // 2, 1) :] = 0

    (found,) = session.run(["logits"], {"input_ids": ids.numpy(), "attention_mask": mask.numpy()})

    with torch.inference_mode():
        expected = network(input_ids=ids, attention_mask=mask).logits.numpy()
    assert np.abs(found - expected).max() < 1e-5


def test_it_names_no_folder_of_the_machine_it_was_made_on(base: Path, recipe: Recipe) -> None:
    content = to_onnx(build_network(recipe, base, ["a", "b"])).SerializeToString()

    assert b"site-packages" not in content
    assert str(Path(__file__).parents[3]).encode() not in content
