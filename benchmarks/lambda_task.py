"""What a function runs in: its zip, unpacked, and what Lambda's image has beside it."""

import zipfile
from pathlib import Path

from infrastructure.bundle.contents import ROOT
from training.release import Target, fetch_wheels

REQUIREMENTS = ROOT / "requirements/lambda.txt"


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack a zip into a folder, and return it."""
    with zipfile.ZipFile(archive) as files:
        files.extractall(folder)
    return folder


def fetch_image(folder: Path, target: Target) -> Path:
    """Fetch the packages that Lambda's image has, and return their folder.

    Raises
    ------
    ReleaseError
        If one is not to be had for the target.
    """
    for wheel in fetch_wheels(folder / "wheels", target, REQUIREMENTS):
        unpack(wheel, folder / "packages")
    return folder / "packages"


def environment(task: Path, image: Path) -> dict[str, str]:
    """Return the part of a function's environment that Lambda sets for Python."""
    return {
        "PYTHONPATH": f"{image}:{task}",
        "PYTHONDONTWRITEBYTECODE": "1",  # its folder cannot be written
        "PYTHONNOUSERSITE": "1",
        "POWERTOOLS_SERVICE_NAME": "newsdesk-test",
    }
