import json
from pathlib import Path

from benchmarks.coldstart_report import terminal_table, write_report
from tests.unit.benchmarks.measured import cold_starts


def test_the_report_tells_the_figures_and_has_a_picture(tmp_path: Path) -> None:
    write_report(tmp_path, cold_starts())

    text = (tmp_path / "coldstart.md").read_text()
    assert "it takes 300 ms, 10.0 times as fast as transformers + torch" in text
    assert "the handler takes 0.40 ms longer" in text
    assert "| **Newsdesk** | 300 ms | 250 to 350 ms | 10.0x | 120 MB |" in text
    assert "- Newsdesk: numpy 50, handlers 40" in text
    assert (tmp_path / "coldstart.png").read_bytes().startswith(b"\x89PNG")
    rows = json.loads((tmp_path / "coldstart.json").read_text())["rows"]
    assert [row["first_answer_ms"] for row in rows] == [50, 300, 5, 3000]


def test_the_terminal_shows_the_same() -> None:
    assert "Newsdesk, copy of a snapshot  5 ms" in terminal_table(cold_starts())
