import numpy as np
import pytest
import torch

from training.attention import Attention, attention_of
from training.data import Prepared
from training.encoding import open_tokenizer, pad
from training.network import open_network
from training.run_folder import Run


def test_it_has_a_map_for_each_head(run_of_training: Run) -> None:
    (found,) = attention_of(run_of_training, ["shares fed 12"])

    assert found.tokens == ["[CLS]", "shares", "fed", "1", "##2", "[SEP]"]
    assert found.words == [None, 0, 1, 2, 2, None]
    assert found.weights.shape == (2, 4, 6, 6)
    assert found.weights.sum(axis=-1) == pytest.approx(1, abs=1e-5)


def test_the_weights_are_those_that_the_network_computes_with(run_of_training: Run) -> None:
    text = "shares fed 12"
    (found,) = attention_of(run_of_training, [text])

    encoder = open_network(run_of_training.network).distilbert
    ids = open_tokenizer(run_of_training.tokenizer, 16).encode(text).ids
    with torch.inference_mode():
        first = encoder.transformer.layer[0].attention
        states = encoder.embeddings(pad([ids])["input_ids"])[0]
        query, key = (lin(states).view(len(ids), 4, 16).transpose(0, 1) for lin in (first.q_lin, first.k_lin))
        expected = torch.softmax(query @ key.transpose(1, 2) / 4, dim=-1)

    assert np.allclose(found.weights[0], expected.numpy(), atol=1e-5)


def test_headlines_keep_their_order_and_what_is_cut_is_not_attended_to(
    run_of_training: Run, data: Prepared
) -> None:
    long = " ".join(["shares"] * 30)

    found = attention_of(run_of_training, [long, *data.split("test").texts[:3]])

    assert len(found[0].tokens) == 16
    assert max(word for word in found[0].words if word is not None) == 13
    assert [attention.of_words.shape[1] for attention in found[1:]] == [
        len(text.split(" ")) for text in data.split("test").texts[:3]
    ]


def test_the_pieces_of_a_word_count_together() -> None:
    weights = np.zeros((1, 2, 4, 4), dtype=np.float32)
    weights[0, 0] = [0.1, 0.2, 0.3, 0.4]
    weights[0, 1] = [0.3, 0.2, 0.1, 0.4]
    attention = Attention(["[CLS]", "va", "##pes", "[SEP]"], [None, 0, 0, None], weights)

    assert attention.received == pytest.approx(np.array([[0.2, 0.2, 0.2, 0.4]]))
    assert attention.of_words == pytest.approx(np.array([[0.4]]))
