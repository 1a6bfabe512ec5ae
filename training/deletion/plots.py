"""The deletion test as a picture."""

from pathlib import Path

from training.deletion.deletion import WORDS, Deletion
from training.plots.style import MARKERS, SERIES, drawing


def plot_deletion(deletion: Deletion, path: Path) -> None:
    """Draw the fall of the score against the words left out, a line and a band per order.

    Parameters
    ----------
    deletion
        What was measured.
    path
        PNG to write.
    """
    counts = range(1, WORDS + 1)
    with drawing(path, 6.4, 4.2) as axes:
        for (name, found), colour, marker in zip(deletion.drops.items(), SERIES, MARKERS, strict=True):
            if all(each.low is not None for each in found):
                axes.fill_between(
                    counts,
                    [each.low for each in found],
                    [each.high for each in found],
                    color=colour,
                    alpha=0.18,
                    linewidth=0,
                )
            axes.plot(
                counts, [each.value for each in found], color=colour, marker=marker, label=name, linewidth=2
            )
        axes.set_xticks(counts)
        axes.set_xlabel("words left out")
        axes.set_ylabel("fall of the predicted label's score")
        axes.grid(axis="y")
        axes.set_axisbelow(True)
        axes.legend(fontsize=9)
        axes.set_title(f"Leaving words out of {deletion.headlines:,} headlines")
