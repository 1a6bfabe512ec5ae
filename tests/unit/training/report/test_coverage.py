from pathlib import Path

import pytest

from training.report.coverage import coverage


def test_accuracy_of_the_surest_and_at_the_threshold(answers, tmp_path: Path) -> None:
    # sure and right 6 times, less sure and wrong twice, least sure and right twice
    found = answers([0.9] * 6 + [0.8] * 2 + [0.6] * 2, [0] * 6 + [1] * 2 + [0] * 2)

    section = coverage(found, 0.75, "A title")

    assert section.content["60%"]["accuracy"]["value"] == 1
    assert section.content["threshold"]["coverage"] == pytest.approx(0.8)
    assert section.content["threshold"]["accuracy"]["value"] == pytest.approx(0.75)
    assert section.content["100%"]["accuracy"]["value"] == pytest.approx(0.8)
    assert "80.0 % (the threshold)" in section.text
    section.pictures[0].draw(tmp_path / "coverage.png")
    assert (tmp_path / "coverage.png").read_bytes().startswith(b"\x89PNG")


def test_a_threshold_nothing_passes_is_said(answers, tmp_path: Path) -> None:
    section = coverage(answers([0.9, 0.8], [0, 0]), 1, "A title")

    assert "threshold" not in section.content
    assert "No headline passes it" in section.text
    section.pictures[0].draw(tmp_path / "coverage.png")
