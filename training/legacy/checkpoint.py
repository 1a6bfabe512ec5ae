"""The checkpoint of the original project: the state of its network, as `torch.save` wrote it."""

import pickle
from collections.abc import Mapping
from pathlib import Path

import torch

ENCODER = "l1."
"""What the original calls its `DistilBertModel`; the layers of the head have the names they have today."""
HEAD = ("pre_classifier.weight", "pre_classifier.bias", "classifier.weight", "classifier.bias")
_PARALLEL = "module."
"""What `DataParallel` puts before every name."""
_BUFFER = "l1.embeddings.position_ids"
"""The numbers 0, 1, 2, ...: older versions of transformers kept them among the weights."""


class CheckpointError(ValueError):
    """A file that is no checkpoint of the original project; the message names it and what is wrong with it."""


def read_checkpoint(path: Path) -> dict[str, torch.Tensor]:
    """Read a checkpoint, and none of the code that such a file can carry.

    Parameters
    ----------
    path
        A file by `torch.save(model.state_dict(), path)`, with `l1.*`, `pre_classifier.*` and `classifier.*`.

    Returns
    -------
    dict of str to Tensor
        State of a `DistilBertForSequenceClassification`, in float32.

    Raises
    ------
    CheckpointError
        If it holds anything else than weights of these names.
    FileNotFoundError
        If there is no such file.
    """
    return {_name_of(name, path): tensor for name, tensor in _tensors(path).items() if name != _BUFFER}


def _tensors(path: Path) -> dict[str, torch.Tensor]:
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        raise CheckpointError(
            f"{path} holds more than tensors; reading that would run code of the file, and is refused. "
            "torch.save(model.state_dict(), ...) writes the tensors alone"
        ) from None
    except (RuntimeError, EOFError, ValueError, KeyError, AttributeError) as error:
        raise CheckpointError(f"{path} is not a file that torch.save wrote: {_first_line(error)}") from None
    if not isinstance(found, Mapping) or not found:
        kind = "nothing" if isinstance(found, Mapping) else f"a {type(found).__name__}"
        raise CheckpointError(f"{path} holds {kind}, not the weights of a network by their names")
    if all(isinstance(name, str) and name.startswith(_PARALLEL) for name in found):
        found = {name.removeprefix(_PARALLEL): value for name, value in found.items()}
    for name, value in found.items():
        if not isinstance(value, torch.Tensor):
            raise CheckpointError(f"{path}: {name!r} is of type {type(value).__name__}, not a tensor")
        if value.is_floating_point() and not torch.isfinite(value).all():
            raise CheckpointError(f"{path}: {name!r} holds numbers that are not finite")
    return {name: value.float() for name, value in found.items()}


def _name_of(name: object, path: Path) -> str:
    if isinstance(name, str) and name.startswith(ENCODER):
        return f"distilbert.{name.removeprefix(ENCODER)}"
    if name in HEAD:
        return str(name)
    raise CheckpointError(f"{path}: {name!r} is neither {ENCODER}* nor one of {', '.join(HEAD)}")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
