"""CTranslate2: the encoder in int8, the head of the network on top of it in NumPy."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from transformers import DistilBertForSequenceClassification as Network

from benchmarks.contenders.batching import in_batches
from benchmarks.contenders.contender import Absent, Contender
from benchmarks.contenders.subject import Subject

Head = Callable[[NDArray[np.float32], list[int]], NDArray[np.float32]]
"""Hidden states of shape (batch, tokens, dimension) and true lengths in, logits of shape (batch, labels) out."""


def encoder(subject: Subject) -> Contender:
    """Convert the encoder with CTranslate2's own converter."""
    import ctranslate2
    from ctranslate2.converters import TransformersConverter

    if "int8" not in ctranslate2.get_supported_compute_types("cpu"):
        raise Absent("CTranslate2 does not compute in int8 on this CPU")
    source, converted = subject.scratch / "encoder", subject.scratch / "ctranslate2"
    subject.network.distilbert.save_pretrained(source)
    subject.transformers_tokenizer.save_pretrained(source)
    TransformersConverter(str(source)).convert(str(converted), quantization="int8", force=True)
    network = ctranslate2.Encoder(
        str(converted), device="cpu", compute_type="int8", inter_threads=1, intra_threads=1
    )
    head = head_of(subject.network)

    def run(rows: list[list[int]]) -> NDArray[np.float32]:
        hidden = np.array(network.forward_batch(rows).last_hidden_state)
        return head(hidden, [len(row) for row in rows])

    return Contender(
        "its own converter, batches of 32 sorted by length, `tokenizers`, head in NumPy",
        in_batches(subject.tokenizer, run),
    )


def head_of(network: Network) -> Head:
    """Return what the network does with the hidden states: pool, linear layer, ReLU, linear layer.

    It pools by the mean over the tokens where the configuration says `pooling: mean`, else by the first token.
    """
    mean = getattr(network.config, "pooling", "first") == "mean"
    first, last = network.pre_classifier, network.classifier
    matrices = [layer.weight.detach().numpy().T.copy() for layer in (first, last)]
    offsets = [layer.bias.detach().numpy() for layer in (first, last)]

    def head(hidden: NDArray[np.float32], lengths: list[int]) -> NDArray[np.float32]:
        if mean:
            real = np.arange(hidden.shape[1]) < np.array(lengths)[:, None]
            pooled = (hidden * real[:, :, None]).sum(axis=1) / np.array(lengths, dtype=np.float32)[:, None]
        else:
            pooled = hidden[:, 0]
        inner = np.maximum(pooled @ matrices[0] + offsets[0], 0)
        logits: NDArray[np.float32] = inner @ matrices[1] + offsets[1]
        return logits

    return head
