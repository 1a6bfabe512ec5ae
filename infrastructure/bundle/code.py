"""Our code and the shipped model."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("handlers", "model")


def read_code(root: Path = ROOT) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of ours."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            inside = path.relative_to(root)
            passing = any(part == "__pycache__" or part.endswith(".candidate") for part in inside.parts)
            if path.is_file() and not passing:
                yield inside.as_posix(), path.read_bytes()
