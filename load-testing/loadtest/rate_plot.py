"""Latency against offered load as a picture."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.ticker import LogLocator, NullLocator

from loadtest.figures import Figures
from loadtest.plan import name_of
from training.plots.style import FAINT, INK, MARKERS, SERIES, drawing


def plot_rates(
    offered: Sequence[float], points: Sequence[Figures], knee: int | None, title: str, path: Path
) -> None:
    """Draw how long an answer takes, and how many are given, by how many are asked for.

    Parameters
    ----------
    offered
        Requests a second that were due, rising.
    points
        What came of them.
    knee
        Index of the point that is marked.
    title
        Above the picture.
    path
        PNG to write.
    """
    with drawing(path, 7.2, 6.0, nrows=2, sharex=True, height_ratios=[2.4, 1]) as (times, answered):
        for name, color, marker, line in (
            ("p50", SERIES[0], MARKERS[0], "-"),
            ("p95", SERIES[1], MARKERS[1], "-"),
            ("p99", SERIES[2], MARKERS[2], "--"),
        ):
            values = [getattr(point, name) for point in points]
            times.plot(offered, values, color=color, marker=marker, markersize=5, linestyle=line, label=name)
        times.set_yscale("log")
        times.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        times.yaxis.set_major_formatter("{x:,g}")
        times.yaxis.set_minor_locator(NullLocator())
        times.set_ylabel("milliseconds (log scale)")
        times.grid(axis="y")
        times.legend(loc="lower right", fontsize=9)
        times.set_title(title)
        answered.plot(
            offered, offered, color=FAINT, linestyle="--", linewidth=1, label="all that was asked for"
        )
        answered.plot(
            offered,
            [point.per_second for point in points],
            color=SERIES[0],
            marker=MARKERS[0],
            markersize=5,
            label="answered rightly",
        )
        answered.set_xlabel("requests offered per second")
        answered.set_ylabel("answered per second")
        answered.set_xlim(left=0)
        answered.set_ylim(bottom=0)
        answered.grid(axis="y")
        answered.legend(loc="upper left", fontsize=9)
        if knee is not None:
            for axes in (times, answered):
                axes.axvline(offered[knee], color=INK, linestyle=":", linewidth=1.2)
            left = offered[knee] < max(offered) / 2
            times.annotate(
                f"knee: {name_of(offered[knee])} a second,\np95 {points[knee].p95:,.0f} ms",
                (offered[knee], 0.97),
                xycoords=("data", "axes fraction"),
                xytext=(6 if left else -6, 0),
                textcoords="offset points",
                ha="left" if left else "right",
                va="top",
                fontsize=10,
            )
