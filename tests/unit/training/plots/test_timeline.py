from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from tests.unit.training.plots.colours import coloured
from training.plots import plot_timeline
from training.plots.style import SERIES

HOURS = [datetime(2014, 3, 10, 16) + timedelta(hours=hour) for hour in range(4)]


def test_all_series_are_on_one_scale_and_a_gap_stays_one(tmp_path: Path) -> None:
    series = {"one": [4, 4, 0, 4], "two": [2, 2, 2, 2]}

    plot_timeline(HOURS, series, "headlines per hour", "t", tmp_path / "a.png")

    one, two = (coloured(tmp_path / "a.png", colour) for colour in SERIES[:2])
    assert one.any(axis=1).sum() == pytest.approx(2 * two.any(axis=1).sum(), rel=0.05)
    assert one.any(axis=0).sum() == pytest.approx(0.75 * two.any(axis=0).sum(), rel=0.05)


def test_a_series_more_is_a_panel_more(tmp_path: Path) -> None:
    plot_timeline(HOURS, {"one": [1, 2, 3, 4]}, "headlines per hour", "t", tmp_path / "a.png")
    plot_timeline(
        HOURS, {name: [1, 2, 3, 4] for name in "abcd"}, "headlines per hour", "t", tmp_path / "b.png"
    )

    low, high = (Image.open(tmp_path / name).height for name in ("a.png", "b.png"))
    assert high > low + 300


def test_a_single_moment_is_a_timeline(tmp_path: Path) -> None:
    plot_timeline(HOURS[:1], {"one": [3]}, "headlines per hour", "t", tmp_path / "a.png")

    assert coloured(tmp_path / "a.png", SERIES[0]).any()
