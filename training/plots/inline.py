"""A picture where it is looked at: below the cell of a notebook."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


def inline(plot: Callable[..., None], *arguments: Any, **options: Any) -> Any:
    """Draw a picture for a notebook.

    Parameters
    ----------
    plot
        One of `training.plots`.
    *arguments, **options
        What it takes, without its `path`.

    Returns
    -------
    IPython.display.Image
        The picture, as a cell shows it that ends with it.
    """
    from IPython.display import Image

    with TemporaryDirectory() as folder:
        path = Path(folder) / "picture.png"
        plot(*arguments, **options, path=path)
        return Image(data=path.read_bytes())
