import json
from pathlib import Path

from PIL import Image

from benchmarks.inference_report import terminal_table, write_report
from tests.unit.benchmarks.measured import comparison


def test_the_table_tells_time_ratio_accuracy_and_who_is_missing(tmp_path: Path) -> None:
    write_report(tmp_path, comparison())

    lines = (tmp_path / "inference.md").read_text().splitlines()
    assert "| Newsdesk | **2.00 ms (5.0x)** | **80.0 ms (5.0x)** | 0.7500 | 75.00% | 5.2% | 13.1% |" in lines
    assert (
        "| the original's way | 250 ms (0.04x) | 12,000 ms for 40 (0.01x) |  | 100.00% of 2 | 0.0% | 0.0% |"
        in lines
    )
    assert "- OpenVINO bf16 was not measured: openvino is not installed" in lines
    assert "- torch eager: setting of torch eager" in lines


def test_the_json_holds_every_figure(tmp_path: Path) -> None:
    write_report(tmp_path, comparison())

    content = json.loads((tmp_path / "inference.json").read_text())
    ours = content["contenders"][0]
    assert ours["name"] == "Newsdesk"
    assert ours["timings"][1]["p50_ms"] == 80
    assert ours["timings"][1]["ratio_to_pipeline"] == 5
    assert content["int8_peak_gops"] == 100
    assert content["absent"] == {"OpenVINO bf16": "openvino is not installed"}


def test_the_picture_is_an_image(tmp_path: Path) -> None:
    write_report(tmp_path, comparison())

    assert Image.open(tmp_path / "inference.png").size[0] > 800


def test_the_terminal_shows_the_same_in_columns() -> None:
    header, *rows = terminal_table(comparison()).splitlines()

    assert header.split("  ")[-1] == "int8 peak at 100"
    assert rows[0].index("0.7500") == header.index("accuracy")
    assert rows[-1] == "OpenVINO bf16: not measured, openvino is not installed"
