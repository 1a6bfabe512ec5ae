"""When things happened, as a picture."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from matplotlib.ticker import MaxNLocator

from training.plots.style import SERIES, drawing


def plot_timeline(
    moments: Sequence[datetime], series: Mapping[str, Sequence[int]], quantity: str, title: str, path: Path
) -> None:
    """Draw counts over time, a panel for each series, all on one scale.

    Parameters
    ----------
    moments
        When each span of time begins; rising, in equal steps.
    series
        Counts of each span, by name, from top to bottom; at most four.
    quantity
        What is counted, and over how long a span: the label of the axis.
    title
        Above the picture.
    path
        PNG to write.
    """
    step = moments[1] - moments[0] if len(moments) > 1 else timedelta(days=1)
    height = 1.1 + 0.95 * len(series)
    with drawing(path, 7.2, height, nrows=len(series), sharex=True, sharey=True, squeeze=False) as panels:
        for index, (name, counts) in enumerate(series.items()):
            axes = panels[index, 0]
            axes.bar(
                moments,
                counts,
                width=step,
                align="edge",
                color=SERIES[index],
                edgecolor="white",
                linewidth=0.4,
            )
            axes.set_title(name, fontsize=10, pad=3)
            axes.grid(axis="y")
            axes.set_axisbelow(True)
            axes.yaxis.set_major_locator(MaxNLocator(2, integer=True))
        axes.yaxis.set_major_formatter("{x:,.0f}")
        axes.set_xlim(moments[0], moments[-1] + step)
        figure = axes.figure
        figure.subplots_adjust(hspace=0.45)
        figure.supylabel(quantity, fontsize=11)
        figure.suptitle(title, x=0.125, y=0.88 + 0.52 / height, ha="left", fontsize=12)
