import json
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.distribution_report import terminal_table, write_report
from tests.unit.benchmarks.measured import distribution


def test_what_is_measured_and_what_is_computed_are_told_apart(tmp_path: Path) -> None:
    write_report(tmp_path, distribution())

    measured, computed = (tmp_path / "distribution.md").read_text().split("## Computed")
    assert "| 2 instances | 64.0 | 0.500 | 0.80x |" in measured
    # 0.2 s of its own, and 0.08 s in which 100 MB pass a network of 10 Gbit/s
    assert "| 2 | 1.43x (1.40) |" in computed
    assert "not measured" in computed


def test_the_json_holds_every_round(tmp_path: Path) -> None:
    write_report(tmp_path, distribution())

    content = json.loads((tmp_path / "distribution.json").read_text())
    assert content["measured"][1]["rounds"] == [0.5, 1.0, 0.4]
    of_two = next(found for found in content["computed"] if found["instances"] == 2)
    assert of_two["communication"] == pytest.approx(0.08)


def test_the_picture_is_an_image(tmp_path: Path) -> None:
    write_report(tmp_path, distribution())

    assert Image.open(tmp_path / "distribution.png").size[0] > 600


def test_the_terminal_shows_what_is_measured() -> None:
    assert "0.80x" in terminal_table(distribution())
