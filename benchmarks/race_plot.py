"""Accuracy against the seconds of training as a picture."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.ticker import LogLocator, NullLocator

from benchmarks.training_figures import Race
from training.plots.style import MARKERS, SERIES, drawing


def plot_race(races: Sequence[Race], title: str, path: Path) -> None:
    """Draw a line for each way of training.

    Parameters
    ----------
    races
        What is drawn, at most as many as there are colours.
    title
        Above the picture.
    path
        PNG to write.
    """
    with drawing(path, 7.2, 4.4) as axes:
        for race, color, marker in zip(races, SERIES, MARKERS, strict=False):
            axes.plot(
                [found.seconds for found in race.evaluations],
                [found.accuracy for found in race.evaluations],
                color=color,
                marker=marker,
                markersize=5,
                label=race.name,
            )
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter("{x:g}")
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlabel("seconds of training (log scale)")
        axes.set_ylabel("accuracy on validation")
        axes.grid(axis="y")
        axes.legend(loc="best", fontsize=9)
        axes.set_title(title)
