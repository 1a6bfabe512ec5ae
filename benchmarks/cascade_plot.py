"""Accuracy of a cascade against the share of headlines that it escalates, as a picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from matplotlib.ticker import MaxNLocator, PercentFormatter

from benchmarks.cascade_figures import LINEAR, ORACLE, RIGHT, Cascade
from training.plots.style import FAINT, INK, SERIES, drawing

NEAR = 0.2
"""Share up to which the left panel shows the curves, where most thresholds are chosen."""
GAP = 0.032
"""Least distance between two names, as a part of the axis."""


@dataclass(frozen=True)
class Line:
    """A curve: its name, its accuracy at a threshold, how it is drawn, and the threshold of its dot."""

    name: str
    accuracy: Callable[[float], float]
    style: dict[str, Any]
    dot: float | None = None


def plot_cascade(found: Cascade, path: Path) -> None:
    """Draw all curves twice: up to `NEAR`, and whole.

    Parameters
    ----------
    found
        What is drawn.
    path
        PNG to write.
    """
    lines = _lines(found)
    with drawing(path, 12.5, 5.2, ncols=2, sharey=True, gridspec_kw={"wspace": 0.5}) as axes:
        for axis, end in zip(axes, (NEAR, 1.0), strict=True):
            axis.set_xlim(0, end)
            _draw(axis, found, lines)
        axes[0].set_ylabel("accuracy on validation")
        lowest, _ = axes[0].get_ylim()
        axes[0].set_ylim(lowest, 1.003)
        for axis, end in zip(axes, (found.nearest(NEAR), 1.0), strict=True):
            _name(axis, lines, end)
        _mark(axes[int(found.share(found.threshold) > NEAR)], found)
        axes[0].set_title(f"{found.model}: {found.accuracy(ORACLE, 0):.1%} alone, and in a cascade")
        axes[1].set_title("the same, whole; a dot where a line is highest")


def _lines(found: Cascade) -> list[Line]:
    thin = {"color": SERIES[2], "linewidth": 1}
    assumed = [
        Line(f"right in {right:.0%}", partial(found.expected, right), thin, found.best(right))
        for right in RIGHT
    ]
    return [
        Line(ORACLE, partial(found.accuracy, ORACLE), {"color": SERIES[0], "linewidth": 2.2}),
        *assumed,
        Line("oracle, at random", found.at_random, {"color": SERIES[3], "linewidth": 1.5, "linestyle": "--"}),
        Line(LINEAR, partial(found.accuracy, LINEAR), {"color": SERIES[1], "linewidth": 2.2}),
    ]


def _draw(axis: Any, found: Cascade, lines: Sequence[Line]) -> None:
    shares = [found.share(threshold) for threshold in found.curve]
    for line in lines:
        axis.plot(shares, [line.accuracy(threshold) for threshold in found.curve], **line.style)
        if line.dot is not None:
            axis.plot(
                found.share(line.dot),
                line.accuracy(line.dot),
                marker="o",
                markersize=5,
                color=line.style["color"],
            )
    axis.axvline(found.share(found.threshold), color=FAINT, linestyle=":", linewidth=1.2)
    axis.xaxis.set_major_locator(MaxNLocator(5, steps=(1, 2, 5, 10)))
    axis.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axis.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axis.yaxis.set_tick_params(labelleft=True)
    axis.set_xlabel("headlines escalated, the least sure first")
    axis.grid(axis="y")
    axis.set_axisbelow(True)


def _mark(axis: Any, found: Cascade) -> None:
    """Say beside its line where the model's own threshold is."""
    escalated = found.share(found.threshold)
    left = escalated > axis.get_xlim()[1] / 2
    axis.annotate(
        f"the model's threshold,\n{found.threshold:g}: {escalated:.1%}",
        (escalated, 0.02),
        xycoords=("data", "axes fraction"),
        xytext=(-5 if left else 5, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        fontsize=9,
        color=INK,
    )


def _name(axis: Any, lines: Sequence[Line], threshold: float) -> None:
    """Write the names beside the right ends of the curves, apart where the ends are not."""
    bottom, top = axis.get_ylim()
    place = float("inf")
    for line in sorted(lines, key=lambda line: line.accuracy(threshold), reverse=True):
        place = min((line.accuracy(threshold) - bottom) / (top - bottom), place - GAP)
        axis.annotate(
            line.name,
            (1, place),
            xycoords="axes fraction",
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=line.style["color"],
        )
