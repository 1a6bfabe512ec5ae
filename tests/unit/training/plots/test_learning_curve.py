from pathlib import Path

from PIL import Image

from training.bootstrap import Estimate
from training.plots import plot_learning_curve


def test_series_over_the_rows(tmp_path: Path) -> None:
    series = {
        "model": [Estimate(0.8, 0.75, 0.85), Estimate(0.9, 0.88, 0.92)],
        "other": [Estimate(0.7), Estimate(0.8)],
    }

    plot_learning_curve([100, 1000], series, "accuracy", "A title", tmp_path / "c.png")

    assert min(Image.open(tmp_path / "c.png").size) > 400
