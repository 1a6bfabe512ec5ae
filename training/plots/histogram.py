"""How whole numbers are distributed, as a picture."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.plots.style import DASHES, INK, SERIES, drawing

_SHOWN = 0.999
"""Share of the numbers of each series that the axis has room for: one far off would press all others together."""


@dataclass(frozen=True)
class Limit:
    """A number that is pointed out, and what is said of it."""

    value: float
    text: str


def plot_histogram(
    series: Mapping[str, Sequence[int]],
    quantity: str,
    counted: str,
    title: str,
    path: Path,
    *,
    limit: Limit | None = None,
) -> None:
    """Draw the share of each number, or of a few neighbours together where there are too many to tell apart.

    Parameters
    ----------
    series
        Whole numbers, by name; at most four. One alone needs no legend. The axis may end before the largest
        thousandth of them.
    quantity
        What the numbers are: the label of the axis.
    counted
        What has such a number: shares are of these.
    title
        Above the picture.
    path
        PNG to write.
    limit
        Where a line is drawn.
    """
    numbers = [np.asarray(values) for values in series.values()]
    low = min(int(values.min()) for values in numbers)
    high = max(int(np.quantile(values, _SHOWN, method="higher")) for values in numbers)
    together = np.concatenate(numbers)
    width = _width(together[together <= high])
    edges = np.arange(low, high + width + 1, width) - 0.5
    with drawing(path, 6.4, 3.2) as axes:
        for index, (name, values) in enumerate(zip(series, numbers, strict=True)):
            shares = np.histogram(values, edges)[0] / len(values)
            axes.stairs(shares, edges, fill=True, color=SERIES[index], alpha=0.18)
            axes.stairs(shares, edges, color=SERIES[index], linewidth=2, linestyle=DASHES[index], label=name)
        end = edges[-1] + width / 2
        if limit is not None:
            end = max(end, 1.02 * limit.value)
            axes.axvline(limit.value, color=INK, linestyle="--", linewidth=1)
            axes.annotate(
                limit.text,
                (limit.value, 0.97),
                xycoords=("data", "axes fraction"),
                xytext=(-6, 0),
                textcoords="offset points",
                ha="right",
                va="top",
                fontsize=9,
            )
        axes.set_xlim(min(0, low), end)
        axes.set_ylim(0)
        axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:g}%")
        axes.set_xlabel(f"{quantity}, in steps of {width:,}" if width > 1 else quantity)
        axes.set_ylabel(f"share of {counted}")
        axes.grid(axis="y")
        axes.set_axisbelow(True)
        if len(series) > 1:
            axes.legend(loc="center right", bbox_to_anchor=(0.96, 0.5), fontsize=9)
        axes.set_title(title)


def _width(numbers: NDArray[np.integer[Any]]) -> int:
    """Return how many neighbours make a bar: of 1, 2, 5, 10, 20, ..., the one next to what NumPy finds best."""
    edges = np.histogram_bin_edges(numbers, "auto")
    wanted = float(edges[1] - edges[0])
    power = 10 ** math.floor(math.log10(max(wanted, 1)))
    return int(min((step * power for step in (1, 2, 5, 10)), key=lambda width: abs(width - wanted)))
