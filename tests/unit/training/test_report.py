import json
from pathlib import Path

import numpy as np
from PIL import Image

from tests.artifacts import MANIFEST_OF_WORDS
from training.metrics import figures
from training.report import write_report


def test_the_report_for_a_program_a_person_and_the_eye(tmp_path: Path) -> None:
    found = figures(np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]]), [0, 1, 1], ["Business", "Health"])

    write_report(tmp_path / "report", MANIFEST_OF_WORDS, "test", found)

    report = json.loads((tmp_path / "report" / "report.json").read_text())
    assert report["confusion"] == [[1, 0], [1, 1]]
    assert report["model"] == {"name": "words", "version": "0.1.0"}
    text = (tmp_path / "report" / "report.md").read_text()
    assert "| **Health** | 1 | 1 |" in text
    picture = Image.open(tmp_path / "report" / "confusion.png")
    assert min(picture.size) > 300
