import numpy as np
from PIL import Image

from training.deletion import delete_words
from training.deletion.plots import plot_deletion
from training.plots.style import SERIES


def test_each_order_has_its_line_with_an_interval_and_without(classifier, headlines, tmp_path) -> None:
    for count in (6, 1):
        path = tmp_path / f"{count}.png"

        plot_deletion(delete_words(classifier, headlines[:count], progress=False), path)

        pixels = np.asarray(Image.open(path).convert("RGB")).astype(int)
        for colour in SERIES:
            wanted = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
            assert (np.abs(pixels - wanted).max(axis=2) < 12).sum() > 200
