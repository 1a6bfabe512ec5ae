import shutil
from pathlib import Path

import pytest

from infrastructure.costs.measured import Measured
from infrastructure.costs.report import ROOT

BENCHMARKS = ROOT / "docs/benchmarks"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("inference", "coldstart", "endpoint", "cascade"):
        shutil.copy(BENCHMARKS / f"{name}.json", tmp_path)
    return tmp_path


def test_it_reads_what_the_benchmarks_wrote() -> None:
    found = Measured.read(BENCHMARKS)

    # As the tables in docs/benchmarks have them.
    assert f"{found.one:.2f} ms" in (BENCHMARKS / "inference.md").read_text()
    assert f"{32 * found.many:.1f} ms" in (BENCHMARKS / "inference.md").read_text()
    assert f"{found.overhead:.2f} ms longer" in (BENCHMARKS / "coldstart.md").read_text()
    endpoint = (BENCHMARKS / "endpoint.md").read_text()
    ours = [line.split(" | ") for line in endpoint.splitlines() if line.startswith("| **Newsdesk** |")]
    assert ours[0][4] == f"{found.waiting:.1f} ms"
    assert ours[-1][2] == f"{found.endpoint:,.0f}"
    assert f"**{100 * found.escalated:.1f} %**" in (BENCHMARKS / "cascade.md").read_text()


def test_a_report_that_is_missing_is_named(folder: Path) -> None:
    (folder / "endpoint.json").unlink()

    with pytest.raises(OSError, match=r"endpoint\.json"):
        Measured.read(folder)
