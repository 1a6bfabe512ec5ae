"""Accuracy against coverage as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.ticker import PercentFormatter

from training.plots.style import FAINT, INK, SERIES, drawing


@dataclass(frozen=True)
class Mark:
    """A point of the curve that is pointed out: its coverage and accuracy in [0, 1], and what is said of it."""

    coverage: float
    accuracy: float
    text: str


@dataclass(frozen=True)
class Curve:
    """How the accuracy falls as the less sure answers are let pass too.

    Attributes
    ----------
    coverage
        Shares of the headlines, rising, in (0, 1].
    accuracy, low, high
        Share of right answers among the surest of these, and the bounds of its interval.
    mark
        Where the model's review threshold stands; None where nothing passes it.
    """

    coverage: Sequence[float]
    accuracy: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    mark: Mark | None


def plot_coverage(curve: Curve, title: str, path: Path) -> None:
    """Draw accuracy against coverage.

    Parameters
    ----------
    curve
        What is drawn.
    title
        Above the picture.
    path
        PNG to write.
    """
    with drawing(path, 6.4, 4.2) as axes:
        axes.fill_between(
            curve.coverage,
            curve.low,
            curve.high,
            color=SERIES[0],
            alpha=0.18,
            linewidth=0,
            label="95 % interval",
        )
        axes.plot(curve.coverage, curve.accuracy, color=SERIES[0], linewidth=2, label="accuracy")
        if (mark := curve.mark) is not None:
            axes.axvline(mark.coverage, color=FAINT, linestyle="--", linewidth=1)
            axes.plot(
                mark.coverage, mark.accuracy, marker="o", markersize=8, color=SERIES[1], markeredgecolor=INK
            )
            right = mark.coverage < 0.5
            axes.annotate(
                mark.text,
                (mark.coverage, mark.accuracy),
                xytext=(12 if right else -12, -14),
                textcoords="offset points",
                ha="left" if right else "right",
                va="top",
                fontsize=10,
            )
        axes.set_xlim(0, 1.01)
        axes.set_ylim(max(0, min(curve.low) - 0.02), 1.005)
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.yaxis.set_major_formatter(PercentFormatter(1))
        axes.set_xlabel("headlines answered without review, the surest first")
        axes.set_ylabel("share of right answers")
        axes.grid(axis="y")
        axes.legend(loc="lower left", fontsize=9)
        axes.set_title(title)
