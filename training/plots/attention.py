"""Attention maps as a picture."""

from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.ticker import PercentFormatter
from numpy.typing import NDArray

from training.plots.style import drawing

COLUMNS = 3

Weights = NDArray[np.floating[Any]]


def plot_attention(maps: Mapping[str, Weights], tokens: Sequence[str], title: str, path: Path) -> None:
    """Draw what the tokens of a headline attend to, a panel for each map; dark is much.

    Parameters
    ----------
    maps
        Weights of shape (tokens, tokens), by the panel's heading: a row per token that reads, a column per token
        that is read. The rows sum to 1.
    tokens
        The headline's.
    title
        Above the picture.
    path
        PNG to write.
    """
    columns = min(COLUMNS, len(maps))
    rows = ceil(len(maps) / columns)
    side = 0.6 + 0.19 * len(tokens)
    with drawing(
        path,
        1.6 + side * columns,
        0.9 + (side + 0.3) * rows,
        nrows=rows,
        ncols=columns,
        squeeze=False,
        sharex=True,
        sharey=True,
        layout="constrained",
    ) as axes:
        panels = axes.flatten()
        for panel, (heading, weights) in zip(panels, maps.items(), strict=False):
            image = panel.imshow(weights, cmap="Blues", vmin=0, vmax=1)
            panel.set_title(heading, fontsize=11, pad=6)
            panel.set_xticks(range(len(tokens)), tokens, rotation=90, fontsize=9)
            panel.set_yticks(range(len(tokens)), tokens, fontsize=9)
            panel.tick_params(length=0)
            panel.spines[:].set_visible(False)
        for panel in panels[len(maps) :]:
            panel.set_visible(False)
        for panel in axes[:, 0]:
            panel.set_ylabel("token that reads")
        figure = axes[0, 0].figure
        figure.supxlabel("token that is read", fontsize=11)
        bar = figure.colorbar(image, ax=axes, shrink=0.6, format=PercentFormatter(1))
        bar.outline.set_visible(False)
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
