"""The comparison of starts for a person and for a program."""

from pathlib import Path
from typing import Any

from benchmarks.coldstart_figures import COPY, PEER, TRIVIAL, ColdStarts, Row
from benchmarks.coldstart_plot import plot_starts
from benchmarks.contenders import OURS
from benchmarks.machine import sentence
from benchmarks.report_files import write_files
from benchmarks.terminal import aligned
from training.report.markdown import paragraphs, table

NAME = "coldstart"
HEADER = ("", "first answer", "middle half", "as fast as transformers", "memory")


def write_report(folder: Path, found: ColdStarts) -> None:
    """Write `coldstart.md`, `coldstart.json` and `coldstart.png`."""
    write_files(folder, NAME, _content(found), _markdown(found))
    plot_starts(found, folder / f"{NAME}.png")


def terminal_table(found: ColdStarts) -> str:
    """Return the table in columns of even width."""
    return "\n".join([aligned([HEADER, *(_cells(found, row) for row in found.rows)]), _warm(found)])


def _cells(found: ColdStarts, row: Row) -> list[str]:
    low, high = row.timing.middle
    return [
        row.name,
        f"{row.milliseconds:,.0f} ms",
        f"{low:,.0f} to {high:,.0f} ms",
        # Neither the least that there can be nor a process that is there already is a rival.
        "" if row.name in {TRIVIAL, COPY} else f"{found.faster(row):,.1f}x",
        f"{row.megabytes:,.0f} MB",
    ]


def _warm(found: ColdStarts) -> str:
    overhead = found.overhead
    return (
        f"Once it is warm, the handler takes {overhead.milliseconds:.2f} ms longer than the classifier alone "
        f"(medians of {len(overhead.handler):,} calls of each, in turns)."
    )


def _markdown(found: ColdStarts) -> str:
    ours = found.row(OURS)
    rows = [_cells(found, row) for row in found.rows]
    rows = [[f"**{cells[0]}**", *cells[1:]] if cells[0] == OURS else cells for cells in rows]
    settings = "\n".join(f"- {row.name}: {row.setting}" for row in found.rows)
    imports = "\n".join(_imports(row) for row in found.rows if row.name != COPY)
    text = paragraphs(
        f"# {found.model}: the start of the function",
        f"From the new process to its first answer it takes {ours.milliseconds:,.0f} ms, {found.faster(ours):.1f} "
        f"times as fast as {PEER}. {_warm(found)}",
        table(HEADER, rows),
        f"![Milliseconds to the first answer]({NAME}.png)",
        f"Each start is a process of its own under Lambda's real runtime client. There are {len(ours.starts)} "
        "rounds, in which every function starts once, in an order drawn anew. All files are in the page cache, "
        "and the bytecode is compiled, as in the bundle. Memory is the most that the process had by its first "
        "answer. All ran on the same Python.",
        f"How each was run:\n\n{settings}",
        "What the imports take, in milliseconds, each package without what it imports of others (medians); to "
        f"open the model is part of `handlers`:\n\n{imports}",
        sentence(found.machine),
    )
    return text + "\n"


def _imports(row: Row) -> str:
    listed = ", ".join(f"{name} {milliseconds:,.0f}" for name, milliseconds in row.imports.items())
    return f"- {row.name}: {listed}"


def _content(found: ColdStarts) -> dict[str, Any]:
    return {
        "model": found.model,
        "machine": found.machine,
        "rows": [
            {
                "name": row.name,
                "setting": row.setting,
                "first_answer_ms": round(row.milliseconds, 1),
                "first_answer_ms_of_starts": [round(1000 * start.seconds, 1) for start in row.starts],
                "memory_mb": round(row.megabytes, 1),
                "as_fast_as_transformers": round(found.faster(row), 2),
                "imports_ms": {name: round(value, 1) for name, value in row.imports.items()},
            }
            for row in found.rows
        ],
        "warm_overhead_ms": round(found.overhead.milliseconds, 3),
        "warm_calls": len(found.overhead.handler),
    }
