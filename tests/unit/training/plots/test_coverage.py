from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.plots import Curve, Mark, plot_coverage

ORANGE = (224, 130, 20)


def orange(path: Path) -> float:
    pixels = np.asarray(Image.open(path).convert("RGB")).astype(int)
    return float((np.abs(pixels - ORANGE).sum(axis=2) < 30).mean())


@pytest.mark.parametrize("place", [0.1, 0.9])
def test_the_threshold_is_marked_where_there_is_one(tmp_path: Path, place: float) -> None:
    shares, accuracy = [0.1, 0.5, 0.9, 1.0], [1.0, 0.99, 0.97, 0.94]
    low, high = [0.99, 0.98, 0.95, 0.92], [1.0, 1.0, 0.98, 0.96]

    plot_coverage(
        Curve(shares, accuracy, low, high, Mark(place, 0.97, "threshold 0.8")), "t", tmp_path / "a.png"
    )
    plot_coverage(Curve(shares, accuracy, low, high, None), "t", tmp_path / "b.png")

    assert orange(tmp_path / "a.png") > 0.0001
    assert orange(tmp_path / "b.png") == 0
