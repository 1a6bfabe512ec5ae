from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.cascade_plot import plot_cascade
from tests.unit.benchmarks.measured import cascade


@pytest.mark.parametrize("threshold", [0.0, 0.55, 0.7, 1.0])
def test_the_picture_is_an_image_wherever_the_threshold_is(tmp_path: Path, threshold: float) -> None:
    plot_cascade(replace(cascade(), threshold=threshold), tmp_path / "cascade.png")

    width, height = Image.open(tmp_path / "cascade.png").size
    assert 1500 < width < 2000
    assert 600 < height < 900
