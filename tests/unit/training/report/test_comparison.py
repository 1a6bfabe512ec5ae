from pathlib import Path

import numpy as np
import pytest

from training.baselines import Baseline
from training.report.comparison import comparison


def test_the_model_beside_a_baseline_on_each_list(answers, tmp_path: Path) -> None:
    lists = [answers([0.9, 0.9, 0.1, 0.9], [0, 0, 1, 1]), answers([0.9, 0.1], [0, 1], name="other")]
    always = Baseline("always Business", lambda texts: np.tile([0.8, 0.2], (len(texts), 1)))

    section = comparison("words 0.1.0", lists, [always], ["One is left out."])

    found = section.content["classifiers"]
    assert found["words 0.1.0"]["test"]["accuracy"]["value"] == 0.75
    assert found["always Business"]["test"]["accuracy"]["value"] == 0.5
    lead = found["always Business"]["other"]["lead_of_the_model"]
    assert lead["value"] == pytest.approx(0.5)
    assert lead["low"] <= 0.5 <= lead["high"]
    assert found["words 0.1.0"]["test"]["lead_of_the_model"] is None
    assert section.text.index("| other | words 0.1.0") > section.text.index("| test | always Business")
    assert section.text.endswith("One is left out.")
    section.pictures[0].draw(tmp_path / "b.png")
    assert (tmp_path / "b.png").read_bytes().startswith(b"\x89PNG")
