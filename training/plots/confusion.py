"""A confusion matrix as a picture."""

from collections.abc import Sequence
from pathlib import Path

from training.plots.style import INK, drawing


def plot_confusion(confusion: Sequence[Sequence[int]], labels: Sequence[str], title: str, path: Path) -> None:
    """Draw a confusion matrix: shade by the share of the true label, counts written in.

    Parameters
    ----------
    confusion
        Counts: a row per true label, a column per predicted one.
    labels
        Label names in the same order.
    title
        Above the picture.
    path
        PNG to write.
    """
    size = 2.4 + 0.95 * len(labels)
    with drawing(path, size, size * 0.86) as axes:
        shares = [[count / max(sum(row), 1) for count in row] for row in confusion]
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        for true, row in enumerate(confusion):
            for predicted, count in enumerate(row):
                share = shares[true][predicted]
                axes.text(
                    predicted,
                    true,
                    f"{count:,}\n{share:.1%}",
                    ha="center",
                    va="center",
                    color="white" if share > 0.5 else INK,
                )
        axes.set_xticks(range(len(labels)), labels, rotation=30 if len(labels) > 3 else 0, ha="right")
        axes.set_yticks(range(len(labels)), labels)
        axes.set_xlabel("predicted")
        axes.set_ylabel("true")
        axes.set_title(title)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
