from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.behaviour.check import Check
from training.behaviour.plots import plot_checks, plot_scope
from training.behaviour.scope import ScopeFigures
from training.bootstrap import Estimate
from training.plots.style import SERIES


def share_of(colour: str, path: Path) -> float:
    wanted = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)])
    pixels = np.asarray(Image.open(path).convert("RGB")).astype(int)
    return float((np.abs(pixels - wanted).max(axis=2) < 12).mean())


@pytest.mark.parametrize("count", [1, 3, 20])
def test_a_bar_shows_whether_it_falls_short(tmp_path: Path, count: int) -> None:
    kept = [Check("minimum", f"Label {n}", 0.97, 0.9, 40) for n in range(count)]
    broken = [Check("minimum", f"Label {n}", 0.6, 0.9, 40) for n in range(count)]

    plot_checks(kept, "Kept", tmp_path / "kept.png")
    plot_checks(broken, "Broken", tmp_path / "broken.png")

    assert share_of(SERIES[0], tmp_path / "kept.png") > 0.05
    assert share_of(SERIES[1], tmp_path / "kept.png") == 0
    assert share_of(SERIES[1], tmp_path / "broken.png") > 0.02
    assert share_of(SERIES[0], tmp_path / "broken.png") == 0


def test_scores_that_are_all_the_same_are_drawn(tmp_path: Path) -> None:
    same = (np.full(4, 0.5), np.full(3, 0.5))
    figures = ScopeFigures(
        values={"confidence": same, "energy": same},
        auroc={"confidence": Estimate(0.5), "energy": Estimate(0.5)},
        auroc_of_headlines={},
        gain={"energy": Estimate(0.0)},
        groups={"sport": (1.0, 0.5)},
        score="confidence",
        threshold=0.9,
    )

    plot_scope(figures, tmp_path / "scope.png")

    assert min(Image.open(tmp_path / "scope.png").size) > 300
