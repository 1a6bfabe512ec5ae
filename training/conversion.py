"""A BERT encoder without its token types is a DistilBERT encoder: the exact conversion."""

import re
from collections.abc import Mapping

from torch import Tensor

_LAYER = re.compile(r"encoder\.layer\.(\d+)\.(.+)\.(weight|bias)")
_MODULES = {
    "attention.self.query": "attention.q_lin",
    "attention.self.key": "attention.k_lin",
    "attention.self.value": "attention.v_lin",
    "attention.output.dense": "attention.out_lin",
    "attention.output.LayerNorm": "sa_layer_norm",
    "intermediate.dense": "ffn.lin1",
    "output.dense": "ffn.lin2",
    "output.LayerNorm": "output_layer_norm",
}
_TYPE_EMBEDDINGS = "embeddings.token_type_embeddings.weight"
_POSITIONS = "embeddings.position_embeddings.weight"
_IGNORED = ("pooler.", "embeddings.position_ids", "cls.")


def bert_to_distilbert(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the weights of a BERT encoder under the names, and in the form, of a DistilBERT encoder.

    The two networks compute the same function but for BERT's token types, and a single text has only type 0;
    its embedding is therefore added to every position embedding. The pooler has no counterpart and is left
    out.

    Parameters
    ----------
    weights
        State of a `BertModel`, with or without the prefix `bert.`.

    Returns
    -------
    dict of str to Tensor
        State of a `DistilBertModel`.

    Raises
    ------
    ValueError
        If a weight has no place in a DistilBERT encoder.
    """
    bert = {name.removeprefix("bert."): tensor for name, tensor in weights.items()}
    converted = {}
    for name, tensor in bert.items():
        if name == _TYPE_EMBEDDINGS or name.startswith(_IGNORED):
            continue
        if name == _POSITIONS:
            converted[name] = tensor + bert[_TYPE_EMBEDDINGS][0]
        elif name.startswith("embeddings."):
            converted[name] = tensor
        elif (match := _LAYER.fullmatch(name)) and match[2] in _MODULES:
            converted[f"transformer.layer.{match[1]}.{_MODULES[match[2]]}.{match[3]}"] = tensor
        else:
            raise ValueError(f"weight {name!r} has no place in a DistilBERT encoder")
    return converted
