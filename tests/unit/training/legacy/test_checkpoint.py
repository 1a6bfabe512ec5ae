import pickle
from pathlib import Path

import pytest
import torch

from training.legacy import CheckpointError, read_checkpoint


def test_names_become_those_of_todays_network(checkpoint: Path) -> None:
    found = read_checkpoint(checkpoint)

    assert "distilbert.transformer.layer.1.ffn.lin2.bias" in found
    assert {name.partition(".")[0] for name in found} == {"distilbert", "pre_classifier", "classifier"}
    assert {tensor.dtype for tensor in found.values()} == {torch.float32}


def test_what_older_libraries_added_does_no_harm(checkpoint: Path, tmp_path: Path) -> None:
    state = torch.load(checkpoint, weights_only=True)
    old = {f"module.{name}": tensor.half() for name, tensor in state.items()}
    old["module.l1.embeddings.position_ids"] = torch.arange(32)[None]
    torch.save(old, tmp_path / "old.bin", _use_new_zipfile_serialization=False)

    found = read_checkpoint(tmp_path / "old.bin")

    assert found.keys() == read_checkpoint(checkpoint).keys()
    assert {tensor.dtype for tensor in found.values()} == {torch.float32}


class Bomb:
    """Runs code while it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return (Path.touch, (self.path,))


@pytest.mark.parametrize("where", ["alone", "among the weights", "a plain pickle"])
def test_no_code_of_the_file_runs(tmp_path: Path, where: str) -> None:
    fuse, path = tmp_path / "fuse", tmp_path / "model.bin"
    if where == "a plain pickle":
        path.write_bytes(pickle.dumps({"l1.x": Bomb(fuse)}, protocol=2))
    else:
        torch.save(Bomb(fuse) if where == "alone" else {"classifier.bias": Bomb(fuse)}, path)

    with pytest.raises(CheckpointError, match="would run code of the file"):
        read_checkpoint(path)

    assert not fuse.exists()


def test_a_whole_network_is_refused(original: torch.nn.Module, tmp_path: Path) -> None:
    torch.save(original, tmp_path / "model.bin")

    with pytest.raises(CheckpointError, match=r"model\.bin holds more than tensors.*state_dict\(\)"):
        read_checkpoint(tmp_path / "model.bin")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([1, 2], "holds a list, not the weights"),
        ({}, "holds nothing, not the weights"),
        ({"classifier.bias": 3}, "'classifier.bias' is of type int, not a tensor"),
        ({"bert.x": torch.ones(2)}, "'bert.x' is neither l1.*"),
        ({3: torch.ones(2)}, "3 is neither l1.*"),
        (
            {"classifier.bias": torch.tensor([1.0, torch.nan])},
            "'classifier.bias' holds numbers that are not finite",
        ),
    ],
)
def test_anything_else_is_refused_by_name(tmp_path: Path, content: object, said: str) -> None:
    torch.save(content, tmp_path / "model.bin")

    with pytest.raises(CheckpointError, match=said.replace("*", r"\*")):
        read_checkpoint(tmp_path / "model.bin")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"no pickle at all", b"\x80\x02}q\x00."])
def test_what_torch_has_not_written_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(content)

    with pytest.raises(CheckpointError, match=r"model\.bin (is not a file|holds)"):
        read_checkpoint(tmp_path / "model.bin")
