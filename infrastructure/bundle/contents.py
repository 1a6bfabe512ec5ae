"""What goes into which bundle."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Contents:
    """What goes into a bundle.

    Attributes
    ----------
    requirements
        The pins of its libraries.
    code
        Files and folders of ours, by their paths from the root.
    without
        Those of them that are left out.
    most_unzipped, most_zipped
        Bytes. Lambda takes 262,144,000 unzipped; what is larger than this should have a reason.
    """

    requirements: Path
    code: tuple[str, ...]
    without: tuple[str, ...]
    most_unzipped: int
    most_zipped: int


AUTHORIZER = Contents(
    ROOT / "requirements/authorizer.txt",
    ("handlers/__init__.py", "handlers/authorize.py", "handlers/authorization"),
    (),
    30_000_000,
    10_000_000,
)
"""The function that checks tokens: what it needs is of no use to the others, and what they need of none to it."""
FUNCTIONS = Contents(
    ROOT / "requirements.txt",
    ("handlers", "model"),
    ("handlers/authorize.py", "handlers/authorization"),
    200_000_000,
    60_000_000,
)
"""All other functions."""

BUNDLES = {"bundle": FUNCTIONS, "authorizer": AUTHORIZER}
"""By the beginning of the name of the zip."""
