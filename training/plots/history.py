"""What a training said of itself on its way, as a picture."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.ticker import MaxNLocator, PercentFormatter

from training.plots.style import INK, MARKERS, SERIES, drawing


def plot_history(history: Sequence[Mapping[str, float]], title: str, path: Path) -> None:
    """Draw the loss on training and validation, and beside it how right the network was on validation.

    Parameters
    ----------
    history
        Of `run.json`: entries with `epoch` and `loss`, of some steps, or `eval_loss`, `eval_accuracy` and
        `eval_macro_f1`, after each epoch.
    title
        Above the picture.
    path
        PNG to write.
    """
    steps = [entry for entry in history if "loss" in entry]
    epochs = [entry for entry in history if "eval_loss" in entry]
    with drawing(path, 9.6, 3.8, ncols=2, gridspec_kw={"wspace": 0.3}) as (left, right):
        left.plot(
            [entry["epoch"] for entry in steps],
            [entry["loss"] for entry in steps],
            color=SERIES[0],
            linewidth=1.6,
            label="training, by step",
        )
        lines = [
            (left, "eval_loss", "validation, by epoch", SERIES[1], MARKERS[1], 6),
            (right, "eval_accuracy", "accuracy", SERIES[0], MARKERS[0], 9),
            (right, "eval_macro_f1", "macro-F1", SERIES[1], MARKERS[1], 5),  # small: it may lie on the other
        ]
        for axes, figure, name, color, marker, size in lines:
            axes.plot(
                [entry["epoch"] for entry in epochs],
                [entry[figure] for entry in epochs],
                color=color,
                marker=marker,
                markersize=size,
                linewidth=1.6,
                label=name,
            )
        for axes, quantity in ((left, "loss"), (right, "on validation")):
            axes.set_xlim(0, max(entry["epoch"] for entry in history) * 1.04)
            axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
            axes.set_xlabel("passes over the training headlines")
            axes.set_ylabel(quantity)
            axes.grid(axis="y")
            axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1), ncols=2, fontsize=9)
        left.set_ylim(0, 1.05 * max(entry.get("loss", entry.get("eval_loss", 0)) for entry in history))
        low = min(min(entry["eval_accuracy"], entry["eval_macro_f1"]) for entry in epochs)
        right.set_ylim(low - 0.1 * (1 - low), 1)
        right.yaxis.set_major_formatter(PercentFormatter(1))
        left.figure.suptitle(title, x=0.125, y=1.04, ha="left", fontsize=12, color=INK)
