"""A Python of the version that Lambda runs: bytecode is read by no other."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from infrastructure.bundle.errors import BundleError
from infrastructure.debian import PYTHON, Architecture, DebianError, fetch_python

DEBIAN: dict[str, Architecture] = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
LOADERS = {"amd64": "ld-linux-x86-64.so.2", "arm64": "ld-linux-aarch64.so.1"}


@dataclass(frozen=True)
class Interpreter:
    """How it is started.

    Attributes
    ----------
    command
        Its beginning.
    environment
        Beside that of this process.
    """

    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str) -> str:
        """Run it and return what it prints.

        Raises
        ------
        BundleError
            If it fails.
        """
        done = subprocess.run(
            [*self.command, *arguments],
            env=os.environ | {"PYTHONHASHSEED": "0"} | dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip()
            raise BundleError(f"{Path(self.command[-1]).name} failed: {said}")
        return done.stdout


def find_interpreter(cache: Path, given: str | None = None) -> Interpreter:
    """Return the one that is given, the one on the PATH, or one that is fetched into the cache: Debian's, or uv's.

    Raises
    ------
    BundleError
        If the one that is given has another version, or there is none to be had.
    """
    if given is not None:
        if not _is_it(given):
            raise BundleError(f"{given} is no Python {PYTHON}")
        return Interpreter([given])
    found = shutil.which(f"python{PYTHON}")
    if found and _is_it(found):
        return Interpreter([found])
    try:
        return _of_debian(cache.resolve() / f"python{PYTHON}")
    except DebianError as error:
        reason = error
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if uv is None:
        raise BundleError(
            f"there is no python{PYTHON} on the PATH, no uv to fetch it, and none of Debian: {reason}"
        )
    return _of_uv(uv, cache.resolve() / "uv-python")


def _is_it(command: str) -> bool:
    script = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([command, "-c", script], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout.strip() == PYTHON  # a shim may be there, and nothing behind it


def _of_uv(uv: str, folder: Path) -> Interpreter:
    fetch = Interpreter([uv], {"UV_PYTHON_INSTALL_DIR": str(folder), "UV_PYTHON_PREFERENCE": "only-managed"})
    fetch.run("python", "install", "--no-bin", PYTHON)
    return Interpreter([fetch.run("python", "find", PYTHON).strip()])


def _of_debian(root: Path) -> Interpreter:
    architecture = DEBIAN.get(platform.machine())
    if architecture is None or platform.system() != "Linux":
        raise DebianError(f"it is not for {platform.system()} on {platform.machine()}")
    fetch_python(root, architecture)
    # By its own loader, for its C library is another one than this machine's.
    (libraries,) = (root / "usr/lib").glob("*-linux-gnu")
    command = [str(libraries / LOADERS[architecture]), "--library-path", str(libraries)]
    python = Interpreter([*command, str(root / f"usr/bin/python{PYTHON}")], {"PYTHONHOME": str(root / "usr")})
    if not (root / "compiled").exists():  # as that of Lambda is
        library = str(root / f"usr/lib/python{PYTHON}")
        python.run("-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", library)
        (root / "compiled").touch()
    return python
