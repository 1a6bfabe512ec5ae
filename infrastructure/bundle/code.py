"""Our code and the shipped model."""

from collections.abc import Iterator
from pathlib import Path

from infrastructure.bundle.contents import ROOT, Contents


def read_code(contents: Contents, root: Path = ROOT) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of ours."""
    for named in contents.code:
        place = root / named
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            inside = path.relative_to(root)
            passing = any(part == "__pycache__" or part.endswith(".candidate") for part in inside.parts)
            elsewhere = any(inside.is_relative_to(other) for other in contents.without)
            if path.is_file() and not passing and not elsewhere:
                yield inside.as_posix(), path.read_bytes()
