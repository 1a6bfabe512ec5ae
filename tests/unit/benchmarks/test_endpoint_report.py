import json
from dataclasses import replace
from pathlib import Path

from PIL import Image

from benchmarks.endpoint_report import terminal_table, write_report
from tests.unit.benchmarks.measured import endpoints


def test_the_table_tells_rates_ratios_and_times(tmp_path: Path) -> None:
    write_report(tmp_path, endpoints())

    lines = (tmp_path / "endpoint.md").read_text().splitlines()
    assert "| **Newsdesk** | 1 | 200 | 200 (25.0x) | 5.0 ms | 5.0 ms | 0 |" in lines
    assert "| Newsdesk, lists of 16 | 8 | 100 | 1,600 (320x) | 80.0 ms | 80.0 ms | 0 |" in lines
    assert "| the original's way, all CPUs | 8 | 4.0 | 4.0 (0.80x) | 2,000 ms | 2,000 ms | 1 |" in lines
    assert "- the original's way: setting of the original's way" in lines
    assert lines[-1].startswith("A processor, 2 CPUs")


def test_the_text_is_made_of_what_was_measured(tmp_path: Path) -> None:
    write_report(tmp_path, replace(endpoints(), workers=2))

    text = (tmp_path / "endpoint.md").read_text()
    assert "With 1 and 8 clients, Newsdesk answers 25.0 and 80.0 times as many requests per second" in text
    assert "toolkit, 2 workers each" in text
    assert "with 8 clients, lists of 16 bring 4.0 times the headlines per second of single ones" in text
    assert "gave the same label to 19 of 20 headlines" in text
    assert "A turn has 2 seconds that count" in text
    assert "there are 2 rounds" in text
    assert "all their requests, at least 16;" in text


def test_the_json_holds_every_figure(tmp_path: Path) -> None:
    write_report(tmp_path, endpoints())

    content = json.loads((tmp_path / "endpoint.json").read_text())
    assert content["agreement"] == {"headlines": 20, "same_label": 19}
    assert content["rows"][1]["headlines_per_request"] == 16
    assert content["rows"][3]["clients"][1] == {
        "clients": 8,
        "requests_per_second": 4,
        "requests_per_second_of_turns": [4, 4],
        "headlines_per_second": 4,
        "p50_ms": 2000,
        "p99_ms": 2000,
        "requests": 16,
        "errors": 1,
        "ratio_to_original": 0.8,
    }


def test_the_picture_is_an_image(tmp_path: Path) -> None:
    write_report(tmp_path, endpoints())

    assert Image.open(tmp_path / "endpoint.png").size[0] > 800


def test_the_terminal_shows_the_same_in_columns() -> None:
    header, *rows = terminal_table(endpoints()).splitlines()

    assert rows[0].index("200 (25.0x)") == header.index("headlines/s")
    assert rows[-1].endswith("19 of 20 headlines.")
