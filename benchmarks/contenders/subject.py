"""What all contenders run: one trained network, its tokenizer, and the artifact made of it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tokenizers import Tokenizer
from transformers import DistilBertForSequenceClassification as Network
from transformers import PreTrainedTokenizerFast

from model.artifact import Artifact, open_artifact
from training.encoding import open_tokenizer
from training.network import open_network
from training.onnx_graph import to_onnx
from training.recipe import RecipeError
from training.run_folder import Run


@dataclass(frozen=True)
class Subject:
    """A finished run and its artifact.

    Attributes
    ----------
    run
        Holds the trained network.
    artifact
        The folder that was exported from it.
    scratch
        An empty folder for what a contender has to write.
    """

    run: Run
    artifact: Path
    scratch: Path

    @cached_property
    def opened(self) -> Artifact:
        """The artifact.

        Raises
        ------
        RecipeError
            If its manifest tells of another training, or it has another tokenizer: then it is of other weights.
        """
        opened = open_artifact(self.artifact)
        manifest, facts = opened.manifest, self.run.facts
        trained = {
            "labels": (list(manifest.labels), self.run.labels),
            "data": (manifest.data["fingerprint"], facts["data"]["fingerprint"]),
            "seed": (manifest.seed, self.run.recipe.seed),
            "code": (manifest.code_revision, facts["code_revision"]),
        }
        for what, (its, the_runs) in trained.items():
            if its != the_runs:
                raise RecipeError(
                    f"{self.artifact} was not exported from {self.run.path}: its {what} is {its}, not {the_runs}"
                )
        if opened.tokenizer != self.run.tokenizer.read_bytes():
            raise RecipeError(f"{self.artifact} has another tokenizer than {self.run.path}")
        return opened

    @cached_property
    def network(self) -> Network:
        """The network in float32, for answering."""
        return open_network(self.run.network)

    @cached_property
    def graph(self) -> bytes:
        """The network as an ONNX file in float32."""
        content: bytes = to_onnx(self.network).SerializeToString()
        return content

    @property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer of the library `tokenizers`, which does not pad."""
        return open_tokenizer(self.run.tokenizer, self.run.recipe.max_length)

    @property
    def transformers_tokenizer(self) -> PreTrainedTokenizerFast:
        """The tokenizer as `transformers` wraps it."""
        return PreTrainedTokenizerFast(
            tokenizer_object=self.tokenizer,
            model_max_length=self.run.recipe.max_length,
            model_input_names=["input_ids", "attention_mask"],
            pad_token="[PAD]",
            unk_token="[UNK]",
            cls_token="[CLS]",
            sep_token="[SEP]",
        )
