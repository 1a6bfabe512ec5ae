from pathlib import Path

import pytest

from training.metrics import figures
from training.report.per_label import per_label


def test_precision_recall_and_f1_of_each_label(answers, tmp_path: Path) -> None:
    # true B B B H H; predicted B B H H B
    found = answers([0.9, 0.9, 0.2, 0.2, 0.9], [0, 0, 0, 1, 1])

    section = per_label(found, figures(found.probabilities, found.truth, found.labels), "A title")

    business = section.content["Business"]
    assert business["precision"]["value"] == pytest.approx(2 / 3)
    assert business["recall"]["value"] == pytest.approx(2 / 3)
    assert section.content["Health"]["f1"]["value"] == pytest.approx(0.5)
    assert "| **Business** | 2 | 1 |" in section.text
    section.pictures[0].draw(tmp_path / "confusion.png")
    assert (tmp_path / "confusion.png").read_bytes().startswith(b"\x89PNG")


def test_a_label_nobody_has_and_nobody_names_has_no_figures(answers) -> None:
    found = answers([0.9, 0.8], [0, 0])

    section = per_label(found, figures(found.probabilities, found.truth, found.labels), "A title")

    assert section.content["Health"] == {"precision": None, "recall": None, "f1": None, "rows": 0}
    assert "| Health | - | - | - | 0 |" in section.text
