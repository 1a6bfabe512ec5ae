"""Time against accuracy as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.ticker import LogLocator, NullLocator

from training.plots.style import FAINT, INK, SERIES, drawing


@dataclass(frozen=True)
class Point:
    """A contender: milliseconds per headline, and accuracy in [0, 1] or None where too little was answered."""

    name: str
    milliseconds: float
    accuracy: float | None


@dataclass(frozen=True)
class Panel:
    """One load; the first point is this project's."""

    title: str
    points: Sequence[Point]


def plot_speed(panels: Sequence[Panel], title: str, path: Path) -> None:
    """Draw a panel for each load, all with the same axis of accuracy.

    Parameters
    ----------
    panels
        What is drawn, left to right.
    title
        Above the picture.
    path
        PNG to write.
    """
    measured = [point.accuracy for panel in panels for point in panel.points if point.accuracy is not None]
    room = max((max(measured) - min(measured)) / 2, 0.004)
    with drawing(path, 5.6 * len(panels), 5.0, ncols=len(panels), squeeze=False, sharey=True) as axes:
        for index, (axis, panel) in enumerate(zip(axes[0], panels, strict=True)):
            axis.set_ylim(min(measured) - room, max(measured) + room)
            _draw(axis, panel)
            if not index:
                axis.set_ylabel("accuracy")
        axes[0][0].figure.suptitle(title, x=0.06, y=1.16, ha="left", fontsize=13)


def _draw(axis: Any, panel: Panel) -> None:
    axis.set_xscale("log")
    axis.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axis.xaxis.set_major_formatter("{x:g}")
    axis.xaxis.set_minor_locator(NullLocator())
    axis.grid(color="#d9dde2")
    axis.set_axisbelow(True)
    axis.set_xlabel(f"milliseconds per headline, {panel.title}")
    ours, top = panel.points[0], axis.get_ylim()[1]
    by_time = sorted(panel.points, key=lambda point: point.milliseconds)
    for slot, point in enumerate(by_time):
        color = SERIES[0] if point is ours else INK
        if point.accuracy is None:
            axis.axvline(point.milliseconds, color=FAINT, linestyle="--", linewidth=1)
        else:
            axis.plot(
                point.milliseconds,
                point.accuracy,
                marker="o",
                markersize=9 if point is ours else 7,
                color=SERIES[0] if point is ours else SERIES[2],
                markeredgecolor="white",
            )
        # Names in a row above the points: at like speeds and like accuracies they would cover each other.
        axis.annotate(
            point.name,
            (point.milliseconds, top if point.accuracy is None else point.accuracy),
            xytext=((slot + 0.5) / len(by_time), 1.03),
            textcoords="axes fraction",
            rotation=32,
            ha="left",
            va="bottom",
            fontsize=9,
            color=color,
            fontweight="bold" if point is ours else "normal",
            arrowprops={"arrowstyle": "-", "color": FAINT, "linewidth": 0.7, "shrinkB": 3, "relpos": (0, 0)},
        )
