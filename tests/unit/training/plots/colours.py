"""Where a picture has a colour."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor


def coloured(path: Path, colour: str) -> NDArray[np.bool_]:
    """Return for each pixel whether it has a colour, such as "#0b4f8a"."""
    pixels = np.asarray(Image.open(path).convert("RGB")).astype(int)
    return np.abs(pixels - ImageColor.getrgb(colour)).sum(axis=2) < 30
