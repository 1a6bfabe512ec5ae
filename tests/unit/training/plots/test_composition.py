from pathlib import Path

import pytest

from tests.unit.training.plots.colours import coloured
from training.plots import plot_composition
from training.plots.style import SERIES


def test_a_bar_is_cut_by_the_shares_of_its_parts(tmp_path: Path) -> None:
    plot_composition({"one": [3, 1], "two": [150, 50]}, ["a", "b"], "t", tmp_path / "a.png")

    columns = coloured(tmp_path / "a.png", SERIES[0]).sum(axis=0)
    whole = columns > 0.9 * columns.max()  # what both bars reach
    others = coloured(tmp_path / "a.png", SERIES[1]).any(axis=0)
    assert whole.sum() == pytest.approx(3 * (others & ~whole).sum(), rel=0.1)


def test_a_name_is_no_formula(tmp_path: Path) -> None:
    plot_composition({"A $^ and a $^ B": [1, 0], "nobody": [0, 0]}, ["a", "b"], "t", tmp_path / "a.png")

    assert coloured(tmp_path / "a.png", SERIES[0]).any()
