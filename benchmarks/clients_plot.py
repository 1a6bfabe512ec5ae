"""What endpoints answer, and how soon, by the number of their clients as a picture."""

from pathlib import Path
from typing import Any

from matplotlib.ticker import FixedLocator, LogLocator, NullLocator

from benchmarks.endpoint_figures import Endpoints
from training.plots.style import FAINT, MARKERS, SERIES, drawing


def plot_clients(found: Endpoints, path: Path) -> None:
    """Draw a panel of the headlines per second, and one of the time that a request takes.

    Parameters
    ----------
    found
        What is drawn, at most as many rows as there are colours.
    path
        PNG to write.
    """
    with drawing(path, 11.0, 4.4, ncols=2) as (rates, times):
        for row, color, marker in zip(found.rows, SERIES, MARKERS, strict=False):
            look: dict[str, Any] = {"color": color, "marker": marker, "markersize": 5}
            rate, p50, p99 = zip(
                *((cell.headlines_per_second, cell.p50, cell.p99) for cell in row.cells), strict=True
            )
            rates.plot(found.clients, rate, label=row.name, **look)
            times.plot(found.clients, p50, **look)
            times.plot(found.clients, p99, linestyle="--", **look)
        for axis, title in (
            (rates, "headlines per second (log scale)"),
            (times, "milliseconds of a request (log scale)"),
        ):
            axis.set_xscale("log")
            axis.set_yscale("log")
            axis.xaxis.set_major_locator(FixedLocator(list(found.clients)))
            axis.xaxis.set_minor_locator(NullLocator())
            axis.xaxis.set_major_formatter("{x:g}")
            axis.yaxis.set_major_locator(LogLocator())
            axis.yaxis.set_major_formatter("{x:,g}")
            axis.set_xlabel("clients")
            axis.set_title(title)
            axis.grid(axis="y")
        times.annotate(
            "median solid, p99 dashed",
            (1, 0.02),
            xycoords="axes fraction",
            ha="right",
            va="bottom",
            fontsize=9,
            color=FAINT,
        )
        figure = rates.figure
        figure.legend(loc="lower center", bbox_to_anchor=(0.5, -0.08), ncols=len(found.rows), fontsize=9)
        figure.suptitle(f"{found.model}: an endpoint's container", x=0.06, y=1.04, ha="left", fontsize=13)
