"""PyTorch with a careful user: batches of like length, inference mode."""

import copy

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.contenders.batching import in_batches, padded
from benchmarks.contenders.contender import Absent, Contender
from benchmarks.contenders.subject import Subject
from training.train import computes_bf16


def eager(subject: Subject) -> Contender:
    """Run the network as `transformers` builds it, in float32."""
    network = subject.network

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        with torch.inference_mode():
            logits = network(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)).logits
        array: NDArray[np.float32] = logits.numpy()
        return array

    return Contender(
        "fp32, batches of 32 sorted by length, `tokenizers`", in_batches(subject.tokenizer, padded(run))
    )


def compiled(subject: Subject) -> Contender:
    """Run the network compiled by Inductor for any shape, weights frozen, in bf16."""
    if not computes_bf16():
        raise Absent("this CPU does not compute in bf16")
    network = copy.deepcopy(subject.network).to(torch.bfloat16)

    def logits(ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = network(input_ids=ids, attention_mask=mask).logits
        return found

    compiled_logits = torch.compile(logits, dynamic=True, options={"freezing": True})

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        with torch.inference_mode():
            found = compiled_logits(torch.from_numpy(ids), torch.from_numpy(mask))
        array: NDArray[np.float32] = found.float().numpy()
        return array

    return Contender(
        "weights in bf16 and frozen, dynamic shapes, batches of 32 sorted by length, `tokenizers`",
        in_batches(subject.tokenizer, padded(run)),
    )
