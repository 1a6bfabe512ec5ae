import numpy as np
import pytest

from training.report.reliability import calibration


def test_before_and_after_the_temperature(answers, tmp_path) -> None:
    found = answers([0.75, 0.75, 0.75, 0.75], [0, 0, 0, 1])
    before = np.array([[0.95, 0.05]] * 4)

    section = calibration(found, before, 2.5, "A title")

    assert section.content["before"]["ece"]["value"] == pytest.approx(0.2)
    assert section.content["after"]["ece"]["value"] == pytest.approx(0)
    assert section.content["after"]["reliability"] == [
        {"low": pytest.approx(11 / 15), "rows": 4, "confidence": 0.75, "accuracy": 0.75}
    ]
    assert "| before temperature 2.5 | 0.200 (" in section.text
    section.pictures[0].draw(tmp_path / "r.png")
    assert (tmp_path / "r.png").read_bytes().startswith(b"\x89PNG")
