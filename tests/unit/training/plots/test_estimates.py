from pathlib import Path

from PIL import Image

from training.bootstrap import Estimate
from training.plots import Line, plot_estimates

LINES = [
    Line(
        "one",
        [Estimate(0.9, 0.8, 0.95), Estimate(0.7)],
        note="12",
        parts=[[0.85, 0.95], [0.7]],
        group="first",
    ),
    Line("two", [None, Estimate(0.6, 0.5, 0.7)], group="first"),
    Line("three", [Estimate(0.5), None], group="second"),
]


def test_each_line_has_its_room(tmp_path: Path) -> None:
    plot_estimates(LINES, ["model", "other"], "accuracy", "A title", tmp_path / "a.png", reference=0.9)
    plot_estimates(LINES[:1], ["model", "other"], "accuracy", "A title", tmp_path / "b.png")

    tall, short = (Image.open(tmp_path / name) for name in ("a.png", "b.png"))
    assert tall.height > short.height + 100


def test_one_series_and_no_heading(tmp_path: Path) -> None:
    plot_estimates([Line("one", [Estimate(0.9)])], ["model"], "accuracy", "A title", tmp_path / "a.png")

    assert min(Image.open(tmp_path / "a.png").size) > 150
