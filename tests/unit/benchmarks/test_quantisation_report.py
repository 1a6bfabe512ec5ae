from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.loads import Load
from benchmarks.precisions import REFERENCE, SHIPPED
from benchmarks.quantisation_report import Answers, Comparison, Row, terminal_table, write_report
from benchmarks.rounds import Timing

GOOD = Answers(accuracy=0.9, agreement=0.998, mean_difference=0.001, largest_difference=0.05, batch_mates=0.0)


def row(name: str, seconds: float, valid: Answers = GOOD) -> Row:
    return Row(name, f"how {name} is run", 2_500_000, valid, GOOD, [Timing(1, [seconds] * 3)])


@pytest.fixture
def comparison() -> Comparison:
    rows = [row(SHIPPED, 0.001), row(REFERENCE, 0.004), row("loose", 0.002, replace(GOOD, batch_mates=0.002))]
    facts = {"processor": "Abacus", "cpus": 1, "flags": [], "load": 0.0, "python": "3.13", "libraries": {}}
    return Comparison(rows, {"bf16": "no bf16"}, {"valid": 10, "test": 20}, [Load(1, 3, 1)], facts)


@pytest.mark.parametrize(
    ("answers", "passes"),
    [
        (GOOD, True),
        (replace(GOOD, agreement=0.995, batch_mates=0.001), True),
        (replace(GOOD, agreement=0.9949), False),
        (replace(GOOD, batch_mates=0.0011), False),
    ],
)
def test_what_may_ship_is_decided_on_validation(answers: Answers, passes: bool) -> None:
    assert row("any", 0.001, answers).passes is passes


def test_the_table_gives_ratios_to_float32(comparison: Comparison) -> None:
    shipped, reference, loose, absent = terminal_table(comparison).splitlines()[1:]

    assert "2.5" in shipped
    assert "1.00 ms (4.00x)" in shipped
    assert "4.00 ms (1.00x)" in reference
    assert (shipped.split()[-1], loose.split()[-1]) == ("yes", "no")
    assert absent == "bf16: not measured, no bf16"


def test_the_report_names_what_ships(comparison: Comparison, tmp_path: Path) -> None:
    write_report(tmp_path, comparison)

    text = (tmp_path / "quantisation.md").read_text()
    assert f"| **{SHIPPED}** | 2.5 | 99.80% |" in text
    assert "- loose: how loose is run" in text
    assert "Abacus" in text
    assert (tmp_path / "quantisation.png").read_bytes().startswith(b"\x89PNG")
