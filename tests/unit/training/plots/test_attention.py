from pathlib import Path

import numpy as np
from PIL import Image

from training.plots import plot_attention

TOKENS = ["[CLS]", "va", "##pes", "[SEP]"]


def dark(path: Path) -> float:
    return float((np.asarray(Image.open(path).convert("L")) < 110).mean())


def test_what_is_attended_to_is_dark(tmp_path: Path) -> None:
    plot_attention({"all of one": np.eye(4)}, TOKENS, "A title", tmp_path / "one.png")
    plot_attention({"spread": np.full((4, 4), 0.25)}, TOKENS, "A title", tmp_path / "spread.png")

    assert dark(tmp_path / "one.png") > dark(tmp_path / "spread.png") + 0.02


def test_a_panel_for_each_map(tmp_path: Path) -> None:
    for count in (1, 3, 4):
        maps = {f"layer {layer}": np.eye(4) for layer in range(count)}
        plot_attention(maps, TOKENS, "A title", tmp_path / f"{count}.png")

    one, three, four = (Image.open(tmp_path / f"{count}.png") for count in (1, 3, 4))
    assert three.width > one.width + 300
    assert four.width == three.width
    assert four.height > three.height + 150
