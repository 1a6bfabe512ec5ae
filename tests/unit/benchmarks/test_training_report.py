import json
from pathlib import Path

from PIL import Image

from benchmarks.training_report import terminal_table, write_report
from tests.unit.benchmarks.measured import trainings


def test_the_tables_tell_speed_and_how_soon(tmp_path: Path) -> None:
    write_report(tmp_path, trainings())

    lines = (tmp_path / "training.md").read_text().splitlines()
    assert "| Newsdesk, plain | 110.0 | 52.4x | 10.0x |" in lines
    assert "| Newsdesk, plain | 400 | 4.0 | 0.900 | 0.800 | 2.0 | 15.0x |" in lines
    assert "| run_classification.py | 300 | 30.0 | 0.750 | 0.750 | 30.0 | 1.0x |" in lines


def test_the_json_holds_every_turn_and_every_measurement(tmp_path: Path) -> None:
    write_report(tmp_path, trainings())

    content = json.loads((tmp_path / "training.json").read_text())
    assert content["speeds"][0]["turns"] == [100, 120, 110]
    assert content["race"]["ways"][1]["evaluations"][2] == {"headlines": 300, "seconds": 30, "accuracy": 0.75}


def test_the_picture_is_an_image(tmp_path: Path) -> None:
    write_report(tmp_path, trainings())

    assert Image.open(tmp_path / "training.png").size[0] > 600


def test_the_terminal_shows_both_tables() -> None:
    speeds, races = terminal_table(trainings()).split("\n\n")

    assert "52.4x" in speeds
    assert "15.0x" in races
