"""Estimates with their intervals, side by side, as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from matplotlib.ticker import PercentFormatter

from training.bootstrap import Estimate
from training.plots.style import FAINT, MARKERS, SERIES, drawing


@dataclass(frozen=True)
class Line:
    """A line of the picture.

    Attributes
    ----------
    name
        Stands to the left of it.
    estimates
        One per series; None where there is none.
    note
        Stands to the right of it.
    parts
        Per series, figures behind the estimate that are drawn as small strokes, such as those of the folds.
    group
        Heading over the first line of each group; "" for none.
    """

    name: str
    estimates: Sequence[Estimate | None]
    note: str = ""
    parts: Sequence[Sequence[float]] = field(default=())
    group: str = ""


def plot_estimates(
    lines: Sequence[Line],
    series: Sequence[str],
    quantity: str,
    title: str,
    path: Path,
    *,
    reference: float | None = None,
) -> None:
    """Draw a dot for each estimate and a whisker for its interval.

    Parameters
    ----------
    lines
        From top to bottom.
    series
        What the estimates of each line are of; at most four. One alone needs no legend.
    quantity
        What is estimated: the label of the axis.
    title
        Above the picture.
    path
        PNG to write.
    reference
        Where a line is drawn for comparison.
    """
    places, headings = _places(lines)
    height = 1.3 + (0.3 + 0.14 * (len(series) - 1)) * (max(places) + 1) + 0.3 * (len(series) > 1)
    with drawing(path, 7.2, height) as axes:
        if reference is not None:
            axes.axvline(reference, color=FAINT, linestyle="--", linewidth=1, zorder=0)
        for line, place in zip(lines, places, strict=True):
            for index, found in enumerate(line.estimates):
                if found is None:
                    continue
                y = place + 0.26 * (index - (len(series) - 1) / 2)
                if found.low is not None and found.high is not None:
                    axes.plot([found.low, found.high], [y, y], color=SERIES[index], linewidth=2)
                for part in line.parts[index] if line.parts else ():
                    axes.plot(part, y, marker="|", markersize=7, color=SERIES[index])
                axes.plot(found.value, y, marker=MARKERS[index], markersize=6, color=SERIES[index])
            axes.text(1.02, place, line.note, transform=axes.get_yaxis_transform(), va="center", fontsize=9)
        for heading, place in headings.items():
            axes.text(
                -0.02,
                place,
                heading,
                transform=axes.get_yaxis_transform(),
                ha="right",
                va="center",
                weight="bold",
            )
        for index, name in enumerate(series if len(series) > 1 else ()):
            axes.plot([], [], marker=MARKERS[index], color=SERIES[index], linewidth=2, label=name)
        axes.set_yticks(places, [line.name for line in lines])
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(max(places) + 0.6, -0.6)
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.set_xlabel(quantity)
        axes.set_title(title)
        if len(series) > 1:
            axes.legend(
                loc="upper center", bbox_to_anchor=(0.5, -0.9 / height), ncols=len(series), fontsize=9
            )


def _places(lines: Sequence[Line]) -> tuple[list[float], dict[str, float]]:
    """Return where each line stands, and each heading."""
    places: list[float] = []
    headings: dict[str, float] = {}
    place = 0.0
    for line in lines:
        if line.group and line.group not in headings:
            place += 0.3 if places else 0.0
            headings[line.group] = place
            place += 1
        places.append(place)
        place += 1
    return places, headings
