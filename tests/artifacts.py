"""A tiny but real artifact: a bag of words that ONNX Runtime runs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordLevel

from model.artifact import CARD, MANIFEST, NETWORK, TOKENIZER, sha256
from model.manifest import Manifest

LABELS = ("Business", "Health")

MANIFEST_OF_WORDS = Manifest(
    name="words",
    version="0.1.0",
    labels=LABELS,
    base="none",
    architecture={"type": "bag of words"},
    max_length=8,
    temperature=1.0,
    threshold=0.8,
    quantisation="none",
    metrics={"valid": {"accuracy": 1.0}},
    data={"fingerprint": "none", "rows": {"train": 0, "valid": 0}, "sources": []},
    seed=0,
    code_revision="none",
    files={},
)


def make_artifact(
    folder: Path,
    words: Mapping[str, Sequence[float]],
    *,
    manifest: Manifest = MANIFEST_OF_WORDS,
    outputs: int | None = None,
    masked: bool = True,
    tokens: str = "input_ids",
) -> Path:
    """Write an artifact whose logits are the sum of the weights of a headline's words.

    `words` gives each word one weight per label; any other word weighs nothing. `masked` networks also take an
    `attention_mask`; `tokens` is the name of the first input.
    """
    outputs = outputs or len(manifest.labels)
    vocabulary = {"[UNK]": 0} | {word: index for index, word in enumerate(words, start=1)}
    weights = np.zeros((len(vocabulary), outputs), dtype=np.float32)
    for word, row in words.items():
        weights[vocabulary[word]] = row
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    content = {
        NETWORK: _network(weights, masked, tokens).SerializeToString(),
        TOKENIZER: tokenizer.to_str().encode(),
        CARD: b"# words\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in content.items():
        (folder / name).write_bytes(data)
    hashes = {name: sha256(data) for name, data in content.items()}
    (folder / MANIFEST).write_text(replace(manifest, files=hashes).to_json(), encoding="utf-8")
    return folder


def _network(weights: np.ndarray, masked: bool, tokens: str) -> onnx.ModelProto:
    inputs = [tokens, "attention_mask"] if masked else [tokens]
    nodes = [helper.make_node("Gather", ["weights", tokens], ["token_logits"])]
    if masked:
        nodes += [
            helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
            helper.make_node("Unsqueeze", ["mask", "last"], ["mask_column"]),
            helper.make_node("Mul", ["token_logits", "mask_column"], ["masked"]),
        ]
    summed = "masked" if masked else "token_logits"
    nodes.append(helper.make_node("ReduceSum", [summed, "tokens_axis"], ["logits"], keepdims=0))
    graph = helper.make_graph(
        nodes,
        "words",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", weights.shape[1]])],
        [
            numpy_helper.from_array(weights, "weights"),
            numpy_helper.from_array(np.array([2]), "last"),
            numpy_helper.from_array(np.array([1]), "tokens_axis"),
        ],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
