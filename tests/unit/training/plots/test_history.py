from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.plots import plot_history
from training.plots.style import SERIES

STEPS = [{"loss": 1.4 / (1 + step / 4), "epoch": step / 4, "step": step} for step in range(1, 9)]
EPOCHS = [
    {"eval_loss": 0.9, "eval_accuracy": 0.7, "eval_macro_f1": 0.6, "epoch": 1.0},
    {"eval_loss": 0.6, "eval_accuracy": 0.8, "eval_macro_f1": 0.79, "epoch": 2.0},
]
END = [{"train_runtime": 3.2, "train_loss": 0.8, "epoch": 2.0}]


def drawn(color: str, half: np.ndarray) -> float:
    """The share of pixels that have about this colour."""
    wanted = [int(color[place : place + 2], 16) for place in (1, 3, 5)]
    return float((np.abs(half.astype(int) - wanted).sum(axis=2) < 30).mean())


@pytest.mark.parametrize("epochs", [1, 2])
def test_steps_and_epochs_are_drawn_in_their_panels(tmp_path: Path, epochs: int) -> None:
    plot_history([*STEPS[: 4 * epochs], *EPOCHS[:epochs], *END], "A title", tmp_path / "a.png")
    plot_history([*EPOCHS[:epochs], *END], "A title", tmp_path / "b.png")

    whole, without_steps = (np.asarray(Image.open(tmp_path / f"{name}.png").convert("RGB")) for name in "ab")
    middle = whole.shape[1] // 2
    assert drawn(SERIES[0], whole[:, :middle]) > drawn(SERIES[0], without_steps[:, :middle])
    assert all(drawn(color, whole[:, middle:]) > 0.0005 for color in SERIES[:2])
