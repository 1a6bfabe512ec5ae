"""The libraries the model needs on an endpoint, as wheels for the Python that runs there."""

import platform
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from training.release.errors import ReleaseError

REQUIREMENTS = Path(__file__).parents[2] / "requirements" / "endpoint.txt"
Architecture = Literal["x86_64", "aarch64"]
GLIBC = {
    (2, 17): "2014",
    (2, 27): "_2_27",
    (2, 28): "_2_28",
    (2, 31): "_2_31",
    (2, 34): "_2_34",
    (2, 35): "_2_35",
}
"""Versions of the C library that wheels are made for, and what they call them."""


@dataclass(frozen=True)
class Target:
    """Where the wheels are to run.

    Attributes
    ----------
    python
        Version of the interpreter, as `3.12`.
    architecture
        Of the CPU.
    glibc
        Version of the C library; unless told, that of an image with Ubuntu 22.04.
    """

    python: str = "3.12"
    architecture: Architecture = "x86_64"
    glibc: tuple[int, int] = (2, 35)

    @classmethod
    def here(cls) -> "Target":
        """Return the target that is this interpreter on this machine.

        Raises
        ------
        ReleaseError
            If this machine is none that an endpoint runs on.
        """
        machine = {"arm64": "aarch64", "amd64": "x86_64"}.get(platform.machine(), platform.machine())
        for architecture in get_args(Architecture):
            if machine == architecture:
                return cls(f"{sys.version_info.major}.{sys.version_info.minor}", architecture)
        raise ReleaseError(f"no endpoint runs on {machine!r}; there are {', '.join(get_args(Architecture))}")


def files_of(wheel: Path, is_needed: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the files of a wheel whose paths are needed."""
    with zipfile.ZipFile(wheel) as files:
        for entry in files.infolist():
            if not entry.is_dir() and is_needed(entry.filename):
                yield entry.filename, files.read(entry)


def fetch_wheels(folder: Path, target: Target, requirements: Path = REQUIREMENTS) -> list[Path]:
    """Download the wheels of a list of pins.

    Parameters
    ----------
    folder
        Where to.
    target
        Python and CPU they are for.
    requirements
        The pins; nothing they do not name is fetched.

    Returns
    -------
    list of Path
        The wheels, sorted by name.

    Raises
    ------
    ReleaseError
        If one of them is not to be had for the target.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary=:all:", "--python-version", target.python, "--dest", str(folder)]
    for version, name in GLIBC.items():
        if version <= target.glibc:
            command += ["--platform", f"manylinux{name}_{target.architecture}"]
    done = subprocess.run(
        [*command, "--requirement", str(requirements)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        reason = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or [
            done.stderr.strip()
        ]
        raise ReleaseError(
            f"wheels for Python {target.python} on {target.architecture} are not to be had: {reason[-1]}"
        )
    return sorted(folder.glob("*.whl"))
