"""A learning curve as a picture."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.ticker import PercentFormatter

from training.bootstrap import Estimate
from training.plots.style import MARKERS, SERIES, drawing


def plot_learning_curve(
    rows: Sequence[int], series: Mapping[str, Sequence[Estimate]], quantity: str, title: str, path: Path
) -> None:
    """Draw how a figure grows with the headlines trained on, on a logarithmic axis.

    Parameters
    ----------
    rows
        Headlines trained on, rising.
    series
        Estimates at each of these, by what was trained; at most four.
    quantity
        What is estimated: the label of the axis.
    title
        Above the picture.
    path
        PNG to write.
    """
    with drawing(path, 6.4, 4.2) as axes:
        for index, (name, estimates) in enumerate(series.items()):
            low = [found.value if found.low is None else found.low for found in estimates]
            high = [found.value if found.high is None else found.high for found in estimates]
            axes.fill_between(rows, low, high, color=SERIES[index], alpha=0.18, linewidth=0)
            axes.plot(
                rows,
                [found.value for found in estimates],
                marker=MARKERS[index],
                color=SERIES[index],
                linewidth=2,
                label=name,
            )
        axes.set_xscale("log")
        axes.set_xticks(rows, [f"{count:,}" for count in rows])
        axes.minorticks_off()
        axes.yaxis.set_major_formatter(PercentFormatter(1))
        axes.set_xlabel("headlines trained on")
        axes.set_ylabel(quantity)
        axes.grid(axis="y")
        axes.legend(loc="lower right", fontsize=9)
        axes.set_title(title)
