"""The comparison for a person and for a program."""

from pathlib import Path
from typing import Any

from benchmarks.comparison import Comparison, Row
from benchmarks.contenders import OURS
from benchmarks.machine import sentence
from benchmarks.report_files import write_files
from benchmarks.speed_plot import Panel, Point, plot_speed
from benchmarks.terminal import aligned
from training.report.markdown import paragraphs, table

NAME = "inference"


def write_report(folder: Path, found: Comparison) -> None:
    """Write `inference.md`, `inference.json` and `inference.png`."""
    write_files(folder, NAME, _content(found), _markdown(found))
    panels = [_panel(found, 0), _panel(found, len(found.loads) - 1)]
    plot_speed(panels, f"{found.model}: one thread, tokenizer included", folder / f"{NAME}.png")


def terminal_table(found: Comparison) -> str:
    """Return the table in columns of even width."""
    rows = [_header(found), *(_cells(found, row) for row in _in_order(found))]
    absent = [f"{name}: not measured, {reason}" for name, reason in found.absent.items()]
    return "\n".join([aligned(rows), *absent])


def _in_order(found: Comparison) -> list[Row]:
    return sorted(found.rows, key=lambda row: (row.name != OURS, found.per_headline(row, 0)))


def _header(found: Comparison) -> list[str]:
    last = len(found.loads) - 1
    return [
        "",
        *(f"{load.headlines:,} at once" for load in found.loads),
        "accuracy",
        "agreement",
        *(f"int8 peak at {found.loads[column].headlines:,}" for column in (0, last)),
    ]


def _cells(found: Comparison, row: Row) -> list[str]:
    agreement, complete = found.agreement(row), len(row.answers) == len(found.truth)
    return [
        row.name,
        *(_cell(found, row, column) for column in range(len(found.loads))),
        f"{found.accuracy(row):.4f}" if complete else "",
        "" if agreement is None else f"{agreement:.2%}" + ("" if complete else f" of {len(row.answers)}"),
        *(f"{found.peak_share(row, column):.1%}" for column in (0, len(found.loads) - 1)),
    ]


def _cell(found: Comparison, row: Row, column: int) -> str:
    timing, ratio = row.timings[column], found.ratio(row, column)
    fewer = timing.headlines < found.loads[column].headlines
    text = f"{_milliseconds(timing.p50)} ms" + (f" for {timing.headlines}" if fewer else "")
    return text if ratio is None else f"{text} ({_short(ratio)}x)"


def _milliseconds(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _short(value: float) -> str:
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _markdown(found: Comparison) -> str:
    rows = []
    for row in _in_order(found):
        cells = _cells(found, row)
        for column in range(len(found.loads)):
            if found.fastest(column) == row.name:
                cells[column + 1] = f"**{cells[column + 1]}**"
        rows.append(cells)
    calls = ", ".join(f"{load.rounds * load.calls} of {load.headlines:,}" for load in found.loads)
    absent = "".join(f"\n- {name} was not measured: {reason}" for name, reason in found.absent.items())
    settings = "\n".join(f"- {row.name}: {row.setting}" for row in _in_order(found))
    text = paragraphs(
        f"# {found.model}: time to classify",
        "Median time of a call from text to probabilities, tokenizer included, one thread each, and how many "
        "times as fast as the `transformers` pipeline: in each column the faster of its two rows, by time per "
        "headline. All run the same trained network. The fastest of a column is bold.",
        table(_header(found), rows),
        f"![Time against accuracy]({NAME}.png)",
        f"Calls of each: {calls} headlines, in rounds in which every row has its turn in an order drawn anew; "
        "the original's way takes part in fewer, and with fewer headlines where the table says so. They are drawn "
        f"from the test split (mean {found.tokens_per_headline:.1f} tokens); accuracy is on all "
        f"{len(found.truth):,} of it, agreement is the share of labels that are those of torch eager. *int8 peak* "
        f"is the useful work of the linear layers over the {found.int8_peak / 1e9:,.0f} billion operations per "
        "second that 8-bit matrix products reached on one core in the same run.",
        f"How each was run:\n\n{settings}{absent}",
        sentence(found.machine),
    )
    return text + "\n"


def _content(found: Comparison) -> dict[str, Any]:
    return {
        "model": found.model,
        "machine": found.machine,
        "headlines": {"split": len(found.truth), "mean_tokens": round(found.tokens_per_headline, 2)},
        "operations": {"per_token": found.work.per_token, "per_headline": found.work.per_headline},
        "int8_peak_gops": round(found.int8_peak / 1e9, 1),
        "contenders": [_row_content(found, row) for row in _in_order(found)],
        "absent": found.absent,
    }


def _row_content(found: Comparison, row: Row) -> dict[str, Any]:
    agreement = found.agreement(row)
    timings = []
    for column, load in enumerate(found.loads):
        timing, ratio = row.timings[column], found.ratio(row, column)
        low, high = timing.middle
        timings.append(
            {
                "at_once": load.headlines,
                "headlines_per_call": timing.headlines,
                "calls": len(timing.seconds),
                "p50_ms": round(timing.p50, 3),
                "p25_ms": round(low, 3),
                "p75_ms": round(high, 3),
                "ratio_to_pipeline": None if ratio is None else round(ratio, 3),
                "int8_peak_share": round(found.peak_share(row, column), 4),
            }
        )
    return {
        "name": row.name,
        "setting": row.setting,
        "answered": len(row.answers),
        "accuracy": round(found.accuracy(row), 4),
        "agreement": None if agreement is None else round(agreement, 4),
        "timings": timings,
    }


def _panel(found: Comparison, column: int) -> Panel:
    points = [
        Point(
            row.name,
            found.per_headline(row, column),
            found.accuracy(row) if len(row.answers) == len(found.truth) else None,
        )
        for row in _in_order(found)
    ]
    return Panel(f"{found.loads[column].headlines:,} at once", points)
