"""`transformers` as most people use it: its pipeline, and the way of the project that Newsdesk began as."""

import logging
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoTokenizer, pipeline

from benchmarks.contenders.batching import BATCH_SIZE
from benchmarks.contenders.contender import Contender, Probabilities
from benchmarks.contenders.subject import Subject
from model.softmax import softmax

ORIGINAL_LENGTH = 512
"""Tokens that the original project padded every headline to."""

ORIGINAL_MOST = 40
"""Headlines it is given at once: it takes a good part of a second for each."""


def pipeline_by_default(subject: Subject) -> Contender:
    """Call the pipeline with a list, and nothing else said: it runs one headline after the other."""
    return Contender("fp32, `pipe(headlines)`: one after the other", _pipeline(subject, batch_size=1))


def pipeline_in_batches(subject: Subject) -> Contender:
    """Call the pipeline with a batch size; it pads, and does not sort."""
    return Contender(
        f"fp32, `pipe(headlines, batch_size={BATCH_SIZE})`, in the order they come",
        _pipeline(subject, batch_size=BATCH_SIZE),
    )


def _pipeline(subject: Subject, batch_size: int) -> Probabilities:
    # It warns of every class that is not in its own list, a subclass with another pooling included.
    logging.getLogger("transformers.pipelines.base").setLevel(logging.CRITICAL)
    classify = pipeline(
        "text-classification", model=subject.network, tokenizer=subject.transformers_tokenizer, device="cpu"
    )
    labels = subject.run.labels

    def probabilities(headlines: Sequence[str]) -> NDArray[np.floating]:
        found = classify(list(headlines), batch_size=batch_size, top_k=None, truncation=True)
        scores = [{answer["label"]: answer["score"] for answer in answers} for answers in found]
        return np.array([[row[label] for label in labels] for row in scores])

    return probabilities


def original(subject: Subject) -> Contender:
    """Load the tokenizer for each request, pad to 512 tokens, one headline a request."""
    folder = subject.scratch / "tokenizer"
    tokenizer = subject.transformers_tokenizer
    network = subject.network
    length = min(ORIGINAL_LENGTH, network.config.max_position_embeddings)
    tokenizer.model_max_length = length
    tokenizer.save_pretrained(folder)

    def answer(headline: str) -> NDArray[np.floating]:
        loaded = AutoTokenizer.from_pretrained(folder)
        inputs = loaded(
            headline, padding="max_length", truncation=True, max_length=length, return_tensors="pt"
        )
        with torch.inference_mode():
            logits = network(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"]).logits
        return softmax(logits.numpy())

    def probabilities(headlines: Sequence[str]) -> NDArray[np.floating]:
        return np.concatenate([answer(headline) for headline in headlines])

    return Contender(
        f"fp32, tokenizer loaded from disk for each headline, padded to {length}, one at a time",
        probabilities,
        most_headlines=ORIGINAL_MOST,
        most_rounds=2,
    )
