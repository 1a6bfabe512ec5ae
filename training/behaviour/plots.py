"""The pictures of the behaviour tests."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.behaviour.check import Check
from training.behaviour.scope import ScopeFigures
from training.plots.style import INK, SERIES, drawing


def plot_checks(checks: Sequence[Check], title: str, path: Path) -> None:
    """Draw a bar per check, and its bound as a stroke across it; a bar that falls short is hatched.

    Parameters
    ----------
    checks
        Of one test.
    title
        Above the picture.
    path
        PNG to write.
    """
    values, bounds = [check.value for check in checks], [check.bound for check in checks]
    low = min([*values, *bounds])
    with drawing(path, 7.2, 1.3 + 0.32 * len(checks)) as axes:
        bars = axes.barh(range(len(checks)), values, height=0.62, color=SERIES[0])
        for row, (bar, check) in enumerate(zip(bars, checks, strict=True)):
            if not check.passed:
                bar.set(facecolor=SERIES[1], hatch="///", edgecolor="white")
            note = f"{check.value:.1%}" + ("" if check.passed else "  fails")
            axes.text(1.02, row, note, transform=axes.get_yaxis_transform(), va="center", fontsize=9)
            axes.plot([check.bound] * 2, [row - 0.42, row + 0.42], color=INK, linewidth=2.5, clip_on=False)
        axes.set_yticks(range(len(checks)), [f"{check.name} ({check.cases:,})" for check in checks])
        axes.tick_params(axis="y", length=0)
        axes.invert_yaxis()
        axes.set_xlim(max(0.0, np.floor((low - 0.05) * 10) / 10), 1.0)
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_formatter("{x:.0%}")
        axes.set_xlabel("share of the cases that are as they should be; the stroke is the bound")
        axes.set_title(title)


def plot_scope(scope: ScopeFigures, path: Path) -> None:
    """Draw how the scores in scope and out of scope are spread, a panel per score.

    Parameters
    ----------
    scope
        What was measured.
    path
        PNG to write.
    """
    rows = -(-len(scope.values) // 3)
    with drawing(path, 11, 2.9 * rows, nrows=rows, ncols=3, squeeze=False, layout="constrained") as panels:
        for axes, (name, sides) in zip(panels.flat, scope.values.items(), strict=False):
            edges = np.linspace(min(map(np.min, sides)), max(map(np.max, sides)), 31)
            for values, colour, style, label in zip(
                sides, SERIES, ("-", "--"), ("plain headlines", "out of scope"), strict=False
            ):
                shares = np.histogram(values, edges)[0] / len(values)
                axes.stairs(shares, edges, fill=True, color=colour, alpha=0.3)
                axes.stairs(shares, edges, color=colour, linewidth=1.6, linestyle=style, label=label)
            if name == "confidence":
                axes.axvline(scope.threshold, color=INK, linewidth=1.2, linestyle=":", label="review below")
                axes.legend(loc="upper left", fontsize=9)
            axes.set_title(f"{name}: AUROC {scope.auroc[name].value:.3f}")
            axes.yaxis.set_major_formatter("{x:.0%}")
        for axes in panels.flat[len(scope.values) :]:
            axes.set_visible(False)
        panels[0, 0].figure.supylabel("share of the texts", fontsize=11)
