from pathlib import Path

import numpy as np
from PIL import Image

from training.metrics import Bin
from training.plots import plot_reliability


def test_a_panel_for_each_stage(tmp_path: Path) -> None:
    bins = [Bin(0.6, 5, 0.63, 0.2), Bin(14 / 15, 95, 0.97, 0.9)]

    plot_reliability({"before": bins}, "A title", tmp_path / "one.png")
    plot_reliability({"before": bins, "after": bins[1:]}, "A title", tmp_path / "two.png")

    one, two = (Image.open(tmp_path / f"{name}.png") for name in ("one", "two"))
    assert two.width > 1.6 * one.width
    blue = np.asarray(two.convert("RGB")).astype(int)
    assert ((blue[..., 2] - blue[..., 0]) > 90).mean() > 0.01
