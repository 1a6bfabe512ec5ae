"""The comparison of precisions for a person and for a program."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.loads import Load
from benchmarks.machine import sentence
from benchmarks.precisions import REFERENCE, SHIPPED
from benchmarks.report_files import write_files
from benchmarks.rounds import Timing
from benchmarks.terminal import aligned
from training.export import AGREEMENT
from training.plots.style import FAINT, INK, SERIES, drawing
from training.report.markdown import paragraphs, table

BATCH_MATES = 0.001
"""Most that company may move a probability."""
NAME = "quantisation"


@dataclass(frozen=True)
class Answers:
    """What a precision answers on a split.

    Attributes
    ----------
    accuracy
        Share of right labels, each headline answered alone.
    agreement
        Share of labels that are those of the trained network in float32.
    mean_difference, largest_difference
        Of the probabilities to the network's: of each headline the label that moved most.
    batch_mates
        Largest difference of a probability between a headline alone and in company.
    """

    accuracy: float
    agreement: float
    mean_difference: float
    largest_difference: float
    batch_mates: float


@dataclass(frozen=True)
class Row:
    """A precision: size of its file in bytes, answers on both splits, one timing for each load."""

    name: str
    setting: str
    bytes: int
    valid: Answers
    test: Answers
    timings: Sequence[Timing]

    @property
    def passes(self) -> bool:
        """Whether it may ship, by what it answers on validation."""
        return self.valid.agreement >= AGREEMENT and self.valid.batch_mates <= BATCH_MATES


@dataclass(frozen=True)
class Comparison:
    """All precisions of one run, why others are absent, and on what they were measured."""

    rows: Sequence[Row]
    absent: Mapping[str, str]
    headlines: Mapping[str, int]
    loads: Sequence[Load]
    machine: dict[str, Any]

    def ratio(self, row: Row, column: int) -> float:
        """Return how many times as fast as the reference."""
        (reference,) = (other for other in self.rows if other.name == REFERENCE)
        return reference.timings[column].p50 / row.timings[column].p50


def write_report(folder: Path, found: Comparison) -> None:
    """Write `quantisation.md`, `quantisation.json` and `quantisation.png`."""
    write_files(folder, NAME, _content(found), _markdown(found))
    _plot(found, folder / f"{NAME}.png")


def terminal_table(found: Comparison) -> str:
    """Return the table in columns of even width."""
    absent = [f"{name}: not measured, {reason}" for name, reason in found.absent.items()]
    return "\n".join([aligned([_header(found), *(_cells(found, row) for row in found.rows)]), *absent])


def _header(found: Comparison) -> list[str]:
    return [
        "",
        "MB",
        "valid agreement",
        "mean |dp|",
        "largest |dp|",
        "batch-mates |dp|",
        "test accuracy",
        "test agreement",
        *(f"{load.headlines:,} at once" for load in found.loads),
        "may ship",
    ]


def _cells(found: Comparison, row: Row) -> list[str]:
    times = [
        f"{timing.p50:.2f} ms ({found.ratio(row, column):.2f}x)" for column, timing in enumerate(row.timings)
    ]
    return [
        row.name,
        f"{row.bytes / 1e6:.1f}",
        f"{row.valid.agreement:.2%}",
        f"{row.valid.mean_difference:.5f}",
        f"{row.valid.largest_difference:.3f}",
        f"{row.valid.batch_mates:.1g}",
        f"{row.test.accuracy:.4f}",
        f"{row.test.agreement:.2%}",
        *times,
        "yes" if row.passes else "no",
    ]


def _markdown(found: Comparison) -> str:
    rows = []
    for row in found.rows:
        cells = _cells(found, row)
        rows.append([f"**{cells[0]}**", *cells[1:]] if row.name == SHIPPED else cells)
    calls = ", ".join(f"{load.rounds * load.calls} of {load.headlines:,}" for load in found.loads)
    settings = "\n".join(f"- {row.name}: {row.setting}" for row in found.rows)
    absent = "".join(f"\n- {name} was not measured: {reason}" for name, reason in found.absent.items())
    text = paragraphs(
        "# Precisions compared",
        "The same trained network, made small and fast in different ways; the bold one ships. *Agreement* is the "
        "share of labels that are those of the network in float32, |dp| how far a probability is from the "
        "network's, *batch-mates* how far it moves when the headline is classified in company instead of alone. A "
        f"precision may ship with at least {AGREEMENT:.1%} agreement and at most {BATCH_MATES} for batch-mates, "
        f"both on validation ({found.headlines['valid']:,} headlines); test ({found.headlines['test']:,}) only "
        "reports.",
        table(_header(found), rows),
        f"![Time and distance from float32]({NAME}.png)",
        f"Times are medians of calls in one thread, tokenizer included ({calls} headlines of test), in rounds in "
        "which every row has its turn in an order drawn anew; in brackets how many times as fast as "
        f"*{REFERENCE}*.",
        f"How each was made; all are run on the batches that the service makes:\n\n{settings}{absent}",
        sentence(found.machine),
    )
    return text + "\n"


def _content(found: Comparison) -> dict[str, Any]:
    return {
        "machine": found.machine,
        "headlines": dict(found.headlines),
        "precisions": [_row_content(found, row) for row in found.rows],
        "absent": dict(found.absent),
    }


def _row_content(found: Comparison, row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "setting": row.setting,
        "bytes": row.bytes,
        "valid": {name: round(value, 6) for name, value in asdict(row.valid).items()},
        "test": {name: round(value, 6) for name, value in asdict(row.test).items()},
        "may_ship": row.passes,
        "timings": [
            {
                "at_once": load.headlines,
                "calls": len(timing.seconds),
                "p50_ms": round(timing.p50, 3),
                "ratio_to_float32": round(found.ratio(row, column), 3),
            }
            for column, (load, timing) in enumerate(zip(found.loads, row.timings, strict=True))
        ],
    }


def _plot(found: Comparison, path: Path) -> None:
    """Draw a bar for the time of one headline, and one for the mean distance from float32."""
    rows = sorted(found.rows, key=lambda row: row.timings[0].p50, reverse=True)
    names = [row.name for row in rows]
    colors = [SERIES[0] if row.name == SHIPPED else SERIES[2] if row.passes else SERIES[1] for row in rows]
    panels = (
        ("milliseconds for 1 headline", [row.timings[0].p50 for row in rows], "{:.2f}"),
        ("mean |dp| to float32", [row.valid.mean_difference for row in rows], "{:.4f}"),
    )
    with drawing(path, 10.5, 0.36 * len(rows) + 1.2, ncols=2, sharey=True) as axes:
        for axis, (title, values, form) in zip(axes, panels, strict=True):
            bars = axis.barh(names, values, color=colors, height=0.68)
            axis.bar_label(bars, [form.format(value) for value in values], padding=4, fontsize=9, color=INK)
            axis.set_title(title)
            axis.margins(x=0.16, y=0.02)
            axis.xaxis.set_visible(False)
            axis.spines["bottom"].set_visible(False)
            axis.tick_params(left=False)
        axes[1].annotate(
            "blue ships, grey may, orange may not",
            (1, -0.02),
            xycoords="axes fraction",
            ha="right",
            va="top",
            fontsize=9,
            color=FAINT,
        )
