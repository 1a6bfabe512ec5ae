"""Our code and the shipped model."""

import json
from collections.abc import Iterator
from pathlib import Path

from infrastructure.bundle.errors import BundleError

ROOT = Path(__file__).parents[2]
PACKAGES = ("handlers", "model")
WSGI = ROOT / "node_modules/serverless-wsgi"
APP = "handlers.web.app"
"""What serverless-wsgi serves; the same as in serverless.yml."""


def read_code(root: Path = ROOT, wsgi: Path = WSGI) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of ours, and of those that serverless-wsgi adds.

    Raises
    ------
    BundleError
        If serverless-wsgi is not installed.
    """
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            inside = path.relative_to(root)
            passing = any(part == "__pycache__" or part.endswith(".candidate") for part in inside.parts)
            if path.is_file() and not passing:
                yield inside.as_posix(), path.read_bytes()
    for name in ("serverless_wsgi.py", "wsgi_handler.py"):
        if not (wsgi / name).exists():
            raise BundleError(f"{name} of serverless-wsgi is missing: `npm ci` installs it")
        yield name, (wsgi / name).read_bytes()
    yield ".serverless-wsgi", json.dumps({"app": APP}).encode()
