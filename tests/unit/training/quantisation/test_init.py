from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from transformers import DistilBertForSequenceClassification as Network

from model.batching import pad
from training.quantisation import quantise


def run(session: onnxruntime.InferenceSession, rows: Sequence[Sequence[int]]) -> np.ndarray:
    ids, mask = pad(rows)
    found: np.ndarray = session.run(["logits"], {"input_ids": ids, "attention_mask": mask})[0]
    return found


@pytest.fixture
def session(network: Network, rows: list[list[int]]) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(quantise(network, rows, 16).SerializeToString())


def test_it_answers_as_the_network_does(
    network: Network, session: onnxruntime.InferenceSession, rows: list[list[int]]
) -> None:
    found = np.concatenate([run(session, [row]) for row in rows])

    with torch.inference_mode():
        expected = np.concatenate([network(input_ids=torch.tensor([row])).logits.numpy() for row in rows])
    assert np.sqrt(((found - expected) ** 2).mean()) < 0.05 * expected.std()


@pytest.mark.parametrize("pooling", ["first", "mean"])
def test_an_answer_does_not_depend_on_the_company(
    network: Network, rows: list[list[int]], pooling: str
) -> None:
    network.config.pooling = pooling
    session = onnxruntime.InferenceSession(quantise(network, rows, 16).SerializeToString())
    company = [*rows, [7] * 16]  # longer than all others, and unlike any headline

    together = run(session, company)

    alone = np.concatenate([run(session, [row]) for row in company])
    # The encoder is exact; a float32 sum of the head may be taken in another order.
    assert np.abs(together - alone).max() < 1e-5


def test_weights_take_one_byte_each(network: Network, rows: list[list[int]]) -> None:
    model = quantise(network, rows, 16)

    in_floats = sum(parameter.numel() for parameter in network.parameters()) * 4
    assert len(model.SerializeToString()) < 0.6 * in_floats  # at this size the constants beside them show


def test_it_names_no_folder_of_the_machine_it_was_made_on(network: Network, rows: list[list[int]]) -> None:
    content = quantise(network, rows, 16).SerializeToString()

    assert b"site-packages" not in content
    assert str(Path(__file__).parents[4]).encode() not in content
