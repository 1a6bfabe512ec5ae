"""A model of the Hugging Face Hub on its own container, asked as one of ours: `sentiment` of models.yml."""

import json
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordLevel
from transformers import DistilBertConfig, DistilBertForSequenceClassification

from benchmarks.model_server.server import HUB
from model import ModelSettings, open_classifier
from tests.fake_endpoint import ForwardingEndpoint
from tests.model_server.server import ObservedServer, need_model_server

WORDS = ("[PAD]", "[UNK]", "a", "good", "bad", "day", "for", "the", "market")
LABELS = {"LABEL_0": "Negative", "LABEL_1": "Neutral", "LABEL_2": "Positive"}
MOST_TOKENS = 32
HEADLINES = ["A good day for the market", "a bad day", "the unheard of market", "good"]


def tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(WordLevel({word: index for index, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer


@pytest.fixture(scope="module")
def network() -> DistilBertForSequenceClassification:
    torch.manual_seed(0)
    config = DistilBertConfig(
        vocab_size=len(WORDS), max_position_embeddings=MOST_TOKENS, dim=16, hidden_dim=32,
        n_layers=1, n_heads=2, num_labels=len(LABELS), initializer_range=1.0,
    )  # fmt: skip
    return DistilBertForSequenceClassification(config).eval()


@pytest.fixture(scope="module")
def container(network: DistilBertForSequenceClassification, tmp_path_factory: pytest.TempPathFactory):
    """The stock container with the model as the Hub has it, and no code of ours."""
    need_model_server()
    folder: Path = tmp_path_factory.mktemp("hub")
    network.save_pretrained(folder / "model")
    tokenizer().save(str(folder / "model/tokenizer.json"))
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_input_names": ["input_ids", "attention_mask"],
        "pad_token": "[PAD]",
        "unk_token": "[UNK]",
    }
    (folder / "model/tokenizer_config.json").write_text(json.dumps(settings))
    with (
        ObservedServer(folder, container=HUB) as server,
        server.client() as client,
    ):
        yield client


@pytest.fixture
def classifier(container):
    settings = ModelSettings(
        backend="sagemaker",
        endpoint="newsdesk-dev-sentiment",
        labels=LABELS,
        name="sentiment",
        version="a/model",
        max_length=MOST_TOKENS,
    )
    with ForwardingEndpoint(container).serving():
        yield open_classifier(settings)


def expected(network: DistilBertForSequenceClassification, headline: str) -> list[float]:
    ids = tokenizer().encode(headline).ids[:MOST_TOKENS]
    with torch.inference_mode():
        logits = network(torch.tensor([ids])).logits
    return logits.softmax(-1)[0].tolist()


@pytest.mark.parametrize("headlines", [HEADLINES, HEADLINES[:1]])
def test_its_scores_are_ours_by_our_labels(classifier, network, headlines: list[str]) -> None:
    found = classifier.classify(headlines)

    for headline, prediction in zip(headlines, found, strict=True):
        assert prediction.probabilities[0] == pytest.approx(expected(network, headline), abs=1e-5)
        assert prediction.predicted_label == max(prediction.scores, key=prediction.scores.__getitem__)
        assert list(prediction.scores) == ["Negative", "Neutral", "Positive"]
    assert len({one.predicted_label for one in found}) > 1 or len(headlines) == 1


def test_a_headline_longer_than_it_reads_is_cut(classifier, network) -> None:
    (found,) = classifier.classify(["good day " * 60])

    assert found.probabilities[0] == pytest.approx(expected(network, "good day " * 60), abs=1e-5)
