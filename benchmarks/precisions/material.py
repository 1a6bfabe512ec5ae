"""What all precisions are made of: one trained network, as modules and as graphs in float32."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import onnx
from tokenizers import Tokenizer
from transformers import DistilBertForSequenceClassification as Network

from training.calibrate import open_split
from training.encoding import encode, open_tokenizer
from training.network import open_network
from training.onnx_graph import to_onnx
from training.quantisation.encoder import write
from training.quantisation.linear import in_floats
from training.quantisation.ranges import sample
from training.quantisation.weights import Weights, weights_of
from training.run_folder import Run


@dataclass(frozen=True)
class Material:
    """A finished run.

    Attributes
    ----------
    run
        Holds the trained network.
    data
        The prepared headlines, if they were moved since the training.
    """

    run: Run
    data: Path | None = None

    @cached_property
    def network(self) -> Network:
        """The network in float32, for answering."""
        return open_network(self.run.network)

    @property
    def weights(self) -> Weights:
        """The network's weights as arrays."""
        return weights_of(self.network)

    @property
    def max_length(self) -> int:
        """Most tokens of a headline."""
        return self.run.recipe.max_length

    @cached_property
    def exported(self) -> bytes:
        """The graph that PyTorch exports."""
        content: bytes = to_onnx(self.network).SerializeToString()
        return content

    @property
    def written(self) -> onnx.ModelProto:
        """The graph written for serving; its embeddings are in 8 bits."""
        return write(self.weights, in_floats, self.max_length)

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer, which does not pad."""
        return open_tokenizer(self.run.tokenizer, self.max_length)

    @cached_property
    def rows(self) -> list[list[int]]:
        """Tokenised training headlines to see ranges on."""
        return encode(self.tokenizer, sample(open_split(self.run, "train", self.data).texts))
