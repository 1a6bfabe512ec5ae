"""Checkpoints that are whole or not there: what an interruption or half a copy leaves is passed over."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR

from training.data.source import file_sha256

SEAL = "complete.json"
"""The last file of a checkpoint to be written: the hash of every other."""
STATE = "trainer_state.json"


def checkpoint_of(folder: Path, step: int) -> Path:
    """Return where the checkpoint after a step is."""
    return folder / f"{PREFIX_CHECKPOINT_DIR}-{step}"


def seal(checkpoint: Path) -> None:
    """Declare a checkpoint complete as it is now."""
    draft = checkpoint / f"{SEAL}.part"
    files = {
        path.name: file_sha256(path) for path in checkpoint.iterdir() if path.name not in (SEAL, draft.name)
    }
    draft.write_text(json.dumps(files, indent=2) + "\n", encoding="utf-8")
    draft.replace(checkpoint / SEAL)


def is_whole(checkpoint: Path) -> bool:
    """Return whether a checkpoint is complete, and holds what was in it when it was sealed."""
    try:
        files = json.loads((checkpoint / SEAL).read_text(encoding="utf-8"))
        return all(file_sha256(checkpoint / name) == expected for name, expected in files.items())
    except (OSError, ValueError):
        return False


def last_checkpoint(folder: Path) -> Path | None:
    """Return the newest checkpoint in a folder to go on from, None where there is none.

    It is whole, and so is the best of those before it, which the end of the training needs too.
    """
    for checkpoint in sorted(_checkpoints(folder), key=_step, reverse=True):
        if is_whole(checkpoint) and ((best := best_of(checkpoint)) == checkpoint or is_whole(best)):
            return checkpoint
    return None


def best_of(checkpoint: Path) -> Path:
    """Return the best checkpoint as of this one, beside which it is, wherever both were when it was written."""
    best = json.loads((checkpoint / STATE).read_text(encoding="utf-8"))["best_model_checkpoint"]
    return checkpoint.with_name(Path(best).name) if best else checkpoint


def thin(folder: Path, *, best: str | None, keep: int = 2) -> None:
    """Delete the oldest checkpoints of a folder, but never the newest ones or the best.

    Parameters
    ----------
    folder
        Of the checkpoints.
    best
        Path of the best one; its name is what counts.
    keep
        How many of the newest stay.
    """
    # By their steps: the times of files that were copied here tell nothing.
    oldest = sorted(_checkpoints(folder), key=_step)[:-keep]
    for checkpoint in oldest:
        if best is None or checkpoint.name != Path(best).name:
            shutil.rmtree(checkpoint, ignore_errors=True)


def _checkpoints(folder: Path) -> Iterator[Path]:
    return (
        path for path in folder.glob(f"{PREFIX_CHECKPOINT_DIR}-*") if path.name.rpartition("-")[2].isdigit()
    )


def _step(checkpoint: Path) -> int:
    return int(checkpoint.name.rpartition("-")[2])
