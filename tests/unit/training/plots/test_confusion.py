from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.plots import plot_confusion


@pytest.mark.parametrize("count", [2, 4, 12])
def test_a_confusion_matrix_of_any_size_is_dark_where_the_labels_agree(tmp_path: Path, count: int) -> None:
    confusion = (np.eye(count, dtype=int) * 90 + 1).tolist()

    plot_confusion(confusion, [f"Label {n}" for n in range(count)], "A title", tmp_path / "c.png")

    pixels = np.asarray(Image.open(tmp_path / "c.png").convert("L"))
    dark = (pixels < 110).mean()
    assert 0.2 / count < dark < 1.3 / count


def test_a_label_without_rows_is_drawn(tmp_path: Path) -> None:
    plot_confusion([[3, 0], [0, 0]], ["a", "b"], "A title", tmp_path / "c.png")

    assert (tmp_path / "c.png").stat().st_size > 0
