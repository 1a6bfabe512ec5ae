import json
from pathlib import Path

import pytest

from training.checkpoints import SEAL, STATE, is_whole, last_checkpoint, seal, thin

WEIGHTS = "model.safetensors"


def checkpoint(folder: Path, step: int, *, best: int | None = None) -> Path:
    """A sealed checkpoint, written where the run then was."""
    path = folder / f"checkpoint-{step}"
    path.mkdir(parents=True)
    (path / WEIGHTS).write_bytes(b"weights of step %d" % step)
    best_path = f"/elsewhere/checkpoints/checkpoint-{best or step}"
    (path / STATE).write_text(json.dumps({"best_model_checkpoint": best_path}))
    seal(path)
    return path


def test_the_newest_is_found_by_its_step(tmp_path: Path) -> None:
    assert last_checkpoint(tmp_path / "none") is None

    for step in (10, 9, 100):
        checkpoint(tmp_path, step)

    assert last_checkpoint(tmp_path) == tmp_path / "checkpoint-100"


@pytest.mark.parametrize("lost", [WEIGHTS, STATE, SEAL])
def test_one_that_was_cut_short_is_passed_over(tmp_path: Path, lost: str) -> None:
    checkpoint(tmp_path, 9)
    (checkpoint(tmp_path, 10) / lost).unlink()

    assert last_checkpoint(tmp_path) == tmp_path / "checkpoint-9"


def test_one_that_is_only_half_copied_is_passed_over(tmp_path: Path) -> None:
    checkpoint(tmp_path, 9)
    (checkpoint(tmp_path, 10) / WEIGHTS).write_bytes(b"weights of s")
    (checkpoint(tmp_path, 11) / SEAL).write_text('{"model')

    assert last_checkpoint(tmp_path) == tmp_path / "checkpoint-9"


def test_one_whose_best_is_not_whole_is_passed_over(tmp_path: Path) -> None:
    checkpoint(tmp_path, 7)
    checkpoint(tmp_path, 8, best=7)
    best = checkpoint(tmp_path, 9)
    checkpoint(tmp_path, 10, best=9)
    (best / WEIGHTS).unlink()

    assert last_checkpoint(tmp_path) == tmp_path / "checkpoint-8"


def test_what_was_sealed_again_is_whole_again(tmp_path: Path) -> None:
    path = checkpoint(tmp_path, 9)
    (path / WEIGHTS).write_bytes(b"other")
    assert not is_whole(path)

    seal(path)

    assert is_whole(path)


def test_the_newest_and_the_best_are_kept(tmp_path: Path) -> None:
    for step in (3, 6, 9, 12):
        checkpoint(tmp_path, step, best=3)
    (tmp_path / "checkpoint-notes").mkdir()

    thin(tmp_path, best="/elsewhere/checkpoint-3")

    assert {path.name for path in tmp_path.iterdir()} == {
        "checkpoint-3",
        "checkpoint-9",
        "checkpoint-12",
        "checkpoint-notes",
    }
