import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from transformers import DistilBertForSequenceClassification as Network

from training.quantisation.encoder import write
from training.quantisation.linear import in_floats
from training.quantisation.weights import weights_of


def answer(network: Network, ids: torch.Tensor, mask: torch.Tensor) -> np.ndarray:
    """What the network computes, written out for both poolings."""
    with torch.inference_mode():
        hidden = network.distilbert(input_ids=ids, attention_mask=mask).last_hidden_state
        kept = mask.unsqueeze(-1)
        mean = (hidden * kept).sum(dim=1) / kept.sum(dim=1)
        pooled = mean if network.config.pooling == "mean" else hidden[:, 0]
        found: np.ndarray = network.classifier(torch.relu(network.pre_classifier(pooled))).numpy()
    return found


@pytest.mark.parametrize("pooling", ["first", "mean"])
@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (3, 16), (17, 2)])
def test_it_computes_what_the_network_does(network: Network, pooling: str, shape: tuple[int, int]) -> None:
    network.config.pooling = pooling
    ids = torch.randint(0, 30, shape, generator=torch.Generator().manual_seed(4))
    mask = torch.ones_like(ids)
    mask[-1, max(shape[1] // 2, 1) :] = 0
    model = write(weights_of(network), in_floats, max_length=16)

    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    (found,) = session.run(["logits"], {"input_ids": ids.numpy(), "attention_mask": mask.numpy()})

    assert np.abs(found - answer(network, ids, mask)).max() < 1e-5


def test_of_the_last_layer_only_what_the_head_reads_is_computed(network: Network) -> None:
    def products(pooling: str) -> list[str]:
        network.config.pooling = pooling
        model = write(weights_of(network), in_floats, max_length=16)
        return [node.input[1] for node in model.graph.node if node.op_type == "MatMul"]

    assert [name for name in products("first") if name.startswith("layer.1.")][:2] == [
        "layer.1.query.weight",
        "layer.1.kv.weight",
    ]
    assert "layer.1.qkv.weight" in products("mean")
