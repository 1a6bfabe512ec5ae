import json
from dataclasses import replace
from pathlib import Path

from benchmarks.cascade_report import terminal_table, write_report
from tests.unit.benchmarks.measured import cascade


def test_the_tables_tell_what_each_threshold_gives_and_costs(tmp_path: Path) -> None:
    write_report(tmp_path, cascade())

    lines = (tmp_path / "cascade.md").read_text().splitlines()
    thresholds = [line.split(" | ")[0] for line in lines if line.startswith(("| 0", "| 1", "| **"))]
    assert thresholds == ["| 0", "| 0.6", "| **0.7 (the model's)**", "| 1"]
    (row,) = (line for line in lines if line.startswith("| **0.7 "))
    assert "| **60.0 %** | **600** | **0.333 (0.061 to 0.792)** | **1.000 (1.000 to 1.000)** |" in row
    assert row.endswith("| **0.988** | **0.970** | **0.940** | **0.840** |")
    assert "| 90 % | 0.7 | 600 | 0.940 |" in lines


def test_the_text_says_how_hard_the_escalated_ones_are(tmp_path: Path) -> None:
    write_report(tmp_path / "some", cascade())
    write_report(tmp_path / "none", replace(cascade(), threshold=0.0))

    some, none = ((tmp_path / name / "cascade.md").read_text() for name in ("some", "none"))
    alone = "right in 80.0 % of all (the local model in 60.0 %)"
    assert f"{alone}, and in 100.0 % of what the model's threshold escalates." in some
    assert f"{alone}. A lower mark" in none


def test_the_json_holds_every_figure_and_no_headline(tmp_path: Path) -> None:
    write_report(tmp_path, cascade())

    text = (tmp_path / "cascade.json").read_text()
    content = json.loads(text)
    first, *_, last = content["rows"]
    assert (first["threshold"], first["escalated"], last["threshold"], last["escalated"]) == (0, 0, 1, 1)
    assert first["right_among_escalated"] == {"local": None, "oracle": None, "linear baseline": None}
    assert last["accuracy"]["linear baseline"]["value"] == 0.8
    assert last["macro_f1"]["oracle"] == 1
    assert last["expected"] == {"0.98": 0.98, "0.95": 0.95, "0.9": 0.9}
    assert content["best"][0] == {"right": 0.98, "threshold": 0.7, "escalated": 0.6, "expected": 0.988}
    assert content["curve"][1] == {"threshold": 0.6, "escalated": 0.2, "oracle": 0.8, "linear baseline": 0.8}
    assert "headline 1" not in text


def test_a_threshold_is_written_with_all_digits_that_are_served(tmp_path: Path) -> None:
    write_report(tmp_path, replace(cascade([0.55, 0.6, 0.6, 0.812345, 0.9]), threshold=0.6))

    content = json.loads((tmp_path / "cascade.json").read_text())
    assert [row["threshold"] for row in content["rows"]] == [0, 0.6, 0.812345, 1]
    assert "| 0.812345 |" in (tmp_path / "cascade.md").read_text()


def test_the_terminal_shows_both_tables() -> None:
    rows, best = terminal_table(cascade()).split("\n\n")

    assert rows.splitlines()[3].startswith("0.7 (the model's)")
    assert best.splitlines()[-1].split() == ["90", "%", "0.7", "600", "0.940"]
