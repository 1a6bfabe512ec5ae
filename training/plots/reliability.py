"""A reliability diagram as a picture."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from training.metrics import BINS, Bin
from training.plots.style import FAINT, INK, SERIES, drawing


def plot_reliability(panels: Mapping[str, Sequence[Bin]], title: str, path: Path) -> None:
    """Draw accuracy against confidence, a panel each, with the share of the headlines in each bin below.

    Parameters
    ----------
    panels
        Bins of `training.metrics.reliability`, by the panel's heading.
    title
        Above the picture.
    path
        PNG to write.
    """
    count = len(panels)
    with drawing(
        path,
        0.8 + 3.9 * count,
        5.0,
        nrows=2,
        ncols=count,
        squeeze=False,
        sharex=True,
        sharey="row",
        height_ratios=[3, 1],
        gridspec_kw={"hspace": 0.08, "wspace": 0.12},
    ) as axes:
        for column, (heading, bins) in enumerate(panels.items()):
            above, below = axes[:, column]
            rows = sum(found.rows for found in bins)
            above.plot([0, 1], [0, 1], color=FAINT, linestyle="--", linewidth=1)
            for found in bins:
                above.bar(
                    found.low,
                    found.accuracy,
                    width=1 / BINS,
                    align="edge",
                    color=SERIES[0],
                    alpha=0.35 + 0.65 * min(1, found.rows / 20),
                    edgecolor="white",
                    linewidth=0.8,
                )
                above.plot(
                    [found.low, found.low + 1 / BINS], [found.confidence] * 2, color=SERIES[1], linewidth=2.2
                )
                below.bar(
                    found.low,
                    found.rows / rows,
                    width=1 / BINS,
                    align="edge",
                    color=FAINT,
                    edgecolor="white",
                    linewidth=0.8,
                )
            above.set_title(heading, fontsize=11, pad=6)
            above.set_xlim(0, 1)
            above.set_ylim(0, 1.02)
            above.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
            below.set_ylim(0, 1)
            below.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
            below.set_xlabel("confidence")
        axes[0, 0].set_ylabel("share of right answers")
        axes[1, 0].set_ylabel("headlines")
        axes[0, 0].bar(0, 0, color=SERIES[0], label="right answers in the bin")
        axes[0, 0].plot([], [], color=SERIES[1], linewidth=2.2, label="mean confidence in the bin")
        axes[0, 0].plot([], [], color=FAINT, linestyle="--", linewidth=1, label="as sure as right")
        axes[0, 0].legend(loc="upper left", fontsize=9)
        axes[0, 0].figure.suptitle(title, x=0.125, y=1.0, ha="left", fontsize=12, color=INK)
