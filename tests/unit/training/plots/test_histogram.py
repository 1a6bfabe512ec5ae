from pathlib import Path

import numpy as np
import pytest

from tests.unit.training.plots.colours import coloured
from training.plots import Limit, plot_histogram
from training.plots.style import SERIES

NUMBERS = [number for number in range(1, 11) for _ in range(1000)]


def place(path: Path, colour: str) -> float:
    """Return where a colour is on average, from left to right."""
    return float(np.nonzero(coloured(path, colour))[1].mean())


def test_larger_numbers_are_further_right(tmp_path: Path) -> None:
    series = {"small": NUMBERS, "large": [number + 20 for number in NUMBERS]}

    plot_histogram(series, "words", "headlines", "t", tmp_path / "a.png")

    assert place(tmp_path / "a.png", SERIES[0]) < 0.7 * place(tmp_path / "a.png", SERIES[1])


def test_one_number_far_off_leaves_the_others_their_room(tmp_path: Path) -> None:
    plot_histogram({"all": NUMBERS}, "words", "headlines", "t", tmp_path / "a.png")
    plot_histogram({"all": [*NUMBERS, 1000]}, "words", "headlines", "t", tmp_path / "b.png")

    alone, beside = (place(tmp_path / name, SERIES[0]) for name in ("a.png", "b.png"))
    assert beside == pytest.approx(alone, rel=0.1)


def test_a_limit_makes_room_for_itself(tmp_path: Path) -> None:
    plot_histogram({"all": NUMBERS}, "words", "headlines", "t", tmp_path / "a.png")
    plot_histogram(
        {"all": NUMBERS}, "words", "headlines", "t", tmp_path / "b.png", limit=Limit(40, "the most")
    )

    alone, beside = (place(tmp_path / name, SERIES[0]) for name in ("a.png", "b.png"))
    assert beside < 0.6 * alone


@pytest.mark.parametrize("numbers", [[7], [5] * 40, list(range(0, 90_000, 7))])
def test_any_numbers_can_be_drawn(tmp_path: Path, numbers: list[int]) -> None:
    plot_histogram({"all": numbers}, "words", "headlines", "t", tmp_path / "a.png")

    assert coloured(tmp_path / "a.png", SERIES[0]).any()
