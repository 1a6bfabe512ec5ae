"""The one look of all pictures: readable in grey and by colour-blind people."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt

INK = "#1d2733"
FAINT = "#8a94a0"
SERIES = ("#0b4f8a", "#e08214", "#7a7f87", "#35978f")
"""Colours of what is compared, also apart in lightness; the first is the model's."""
MARKERS = ("o", "s", "^", "D")
DASHES = ("-", "--", ":", "-.")
HATCHES = ("", "///", "...", "xxx")
"""What tells areas apart in grey, as `MARKERS` do points, and `DASHES` lines."""

STYLE: dict[Any, Any] = {
    "font.size": 11,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 12,
    "axes.titlepad": 12,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": "#d9dde2",
    "hatch.linewidth": 0.7,
    "date.converter": "concise",
    "legend.frameon": False,
    "figure.dpi": 150,
    "savefig.bbox": "tight",
}


@contextmanager
def drawing(path: Path, width: float, height: float, **subplots: Any) -> Iterator[Any]:
    """Provide the axes of a picture; it is written when the context ends.

    Parameters
    ----------
    path
        PNG to write.
    width, height
        In inches of 150 pixels.
    **subplots
        What `matplotlib.pyplot.subplots` takes beside that.
    """
    with mpl.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(width, height), **subplots)
        try:
            yield axes
            figure.savefig(path)
        finally:
            plt.close(figure)
