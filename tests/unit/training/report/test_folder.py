import json
from pathlib import Path

import numpy as np
import pytest

from tests.artifacts import MANIFEST_OF_WORDS
from training.metrics import Figures, figures
from training.report import Picture, Section, write_report


@pytest.fixture
def found() -> Figures:
    return figures(np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]]), [0, 1, 1], ["Business", "Health"])


def test_the_report_for_a_program_a_person_and_the_eye(found: Figures, tmp_path: Path) -> None:
    section = Section(
        "taste",
        "How it tastes",
        "Sweet.",
        {"sweetness": 0.123456, "of": ["apple", 0.99999]},
        [Picture("taste.png", "The taste", lambda path: path.write_bytes(b"\x89PNG"))],
    )

    write_report(tmp_path / "a" / "report", MANIFEST_OF_WORDS, "test", found, [section])

    folder = tmp_path / "a" / "report"
    report = json.loads((folder / "report.json").read_text())
    assert report["model"] == {"name": "words", "version": "0.1.0"}
    assert report["confusion"] == [[1, 0], [1, 1]]
    assert report["sections"] == {"taste": {"sweetness": 0.1235, "of": ["apple", 1.0]}}
    assert (folder / "report.md").read_text() == (
        "# words 0.1.0 on test\n\n## How it tastes\n\nSweet.\n\n![The taste](taste.png)\n"
    )
    assert (folder / "taste.png").read_bytes() == b"\x89PNG"


@pytest.mark.parametrize("name", ["taste", "b.png"])
def test_nothing_is_overwritten_by_a_namesake(found: Figures, tmp_path: Path, name: str) -> None:
    def section(key: str, picture: str) -> Section:
        return Section(key, "", "", {}, [Picture(picture, "", lambda path: path.touch())])

    sections = [section("taste", "b.png"), section("taste" if name == "taste" else "other", name + name)]
    if name == "b.png":
        sections[1] = section("other", "b.png")

    with pytest.raises(ValueError, match=f"two parts of the report are called '{name}'"):
        write_report(tmp_path, MANIFEST_OF_WORDS, "test", found, sections)
    assert list(tmp_path.iterdir()) == []
