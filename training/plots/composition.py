"""What things consist of, as bars of equal length."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.ticker import PercentFormatter

from training.plots.style import HATCHES, SERIES, drawing


def plot_composition(
    counts: Mapping[str, Sequence[int]], parts: Sequence[str], title: str, path: Path
) -> None:
    """Draw a bar for each thing, cut into its parts by their share; its whole count stands to the right.

    Parameters
    ----------
    counts
        How much of each part there is, by name of the thing, from top to bottom.
    parts
        Their names; at most four.
    title
        Above the picture.
    path
        PNG to write.
    """
    height = 1.6 + 0.3 * len(counts)
    with drawing(path, 7.2, height) as axes:
        totals = [max(sum(row), 1) for row in counts.values()]
        before = [0.0] * len(counts)
        for index, name in enumerate(parts):
            shares = [row[index] / total for row, total in zip(counts.values(), totals, strict=True)]
            axes.barh(
                range(len(counts)),
                shares,
                left=before,
                height=0.74,
                color=SERIES[index],
                hatch=HATCHES[index],
                edgecolor="white",
                linewidth=0.8,
                label=name,
            )
            before = [start + share for start, share in zip(before, shares, strict=True)]
        for place, row in enumerate(counts.values()):
            axes.text(1.02, place, f"{sum(row):,}", va="center", fontsize=9)
        axes.set_yticks(range(len(counts)), list(counts))
        for label in axes.get_yticklabels():
            label.set_parse_math(False)  # a name may have dollars in it
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, 1)
        axes.set_ylim(len(counts) - 0.5, -0.5)
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.spines["left"].set_visible(False)
        axes.set_title(title)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.4 / height), ncols=len(parts), fontsize=9)
