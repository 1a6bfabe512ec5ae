"""Shares as bars, side by side for comparison."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.plots.style import HATCHES, SERIES, drawing

_ROOM = 1.28
"""How much longer the axis is than the longest bar, for the note at its end."""


@dataclass(frozen=True)
class Bars:
    """What is compared under one name.

    Attributes
    ----------
    name
        Stands to the left.
    shares
        In [0, 1], one per series.
    notes
        Stand at the ends of the bars; one per series.
    """

    name: str
    shares: Sequence[float]
    notes: Sequence[str]


def plot_bars(groups: Sequence[Bars], series: Sequence[str], quantity: str, title: str, path: Path) -> None:
    """Draw a horizontal bar for each share.

    Parameters
    ----------
    groups
        From top to bottom.
    series
        What the bars of each group are of; at most four. One alone needs no legend.
    quantity
        What the shares are of: the label of the axis.
    title
        Above the picture.
    path
        PNG to write.
    """
    thickness = 0.8 / len(series)
    height = 1.3 + (0.2 + 0.25 * len(series)) * len(groups) + 0.3 * (len(series) > 1)
    with drawing(path, 7.2, height) as axes:
        for index, name in enumerate(series):
            drawn = axes.barh(
                [place + thickness * (index - (len(series) - 1) / 2) for place in range(len(groups))],
                [group.shares[index] for group in groups],
                height=thickness * 0.9,
                color=SERIES[index],
                hatch=HATCHES[index],
                edgecolor="white",
                linewidth=0,
                label=name,
            )
            axes.bar_label(drawn, [group.notes[index] for group in groups], padding=4, fontsize=9)
        axes.set_xlim(0, _ROOM * max((share for group in groups for share in group.shares), default=0) or 1)
        axes.set_xticks([tick for tick in axes.get_xticks() if tick <= 1])
        axes.set_ylim(len(groups) - 0.5, -0.5)
        axes.set_yticks(range(len(groups)), [group.name for group in groups])
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_formatter(lambda share, _: f"{100 * share:g}%")
        axes.set_xlabel(quantity)
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
        axes.set_title(title)
        if len(series) > 1:
            axes.legend(
                loc="upper center", bbox_to_anchor=(0.5, -0.6 / height), ncols=len(series), fontsize=9
            )
