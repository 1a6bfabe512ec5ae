from pathlib import Path

import pytest
from PIL import Image

from tests.unit.training.plots.colours import coloured
from training.plots import Bars, plot_bars
from training.plots.style import SERIES


def test_a_bar_is_as_long_as_its_share(tmp_path: Path) -> None:
    plot_bars(
        [Bars("one", [0.4], ["2"]), Bars("two", [0.2], ["1"])], ["all"], "share", "t", tmp_path / "a.png"
    )

    rows = coloured(tmp_path / "a.png", SERIES[0]).sum(axis=1)
    half = len(rows) // 2
    assert rows[:half].max() == pytest.approx(2 * rows[half:].max(), rel=0.02)


def test_each_series_has_a_bar_of_its_own_and_a_place_in_the_legend(tmp_path: Path) -> None:
    plot_bars([Bars("one", [0.4, 0.8], ["2", "4"])], ["some", "others"], "share", "t", tmp_path / "a.png")
    plot_bars([Bars("one", [0.4], ["2"])], ["some"], "share", "t", tmp_path / "b.png")

    some, others = (coloured(tmp_path / "a.png", colour) for colour in SERIES[:2])
    assert others.any(axis=0).sum() > 1.5 * some.any(axis=0).sum()
    assert Image.open(tmp_path / "a.png").height > Image.open(tmp_path / "b.png").height + 50


def test_nothing_to_show_is_shown(tmp_path: Path) -> None:
    plot_bars([Bars("one", [0.0], ["0"])], ["all"], "share", "t", tmp_path / "a.png")

    assert not coloured(tmp_path / "a.png", SERIES[0]).any()
