"""A Python of Debian's, unpacked into a folder of its own: nothing is installed, and nobody needs to be root."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

PYTHON = "3.13"
"""Of the Lambda runtime, and of the Debian release it comes from."""

Architecture = Literal["amd64", "arm64"]

_RELEASE = "trixie"
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


class DebianError(ValueError):
    """Something of Debian's that is missing or fails; the message names it."""


def fetch_python(root: Path, architecture: Architecture) -> None:
    """Unpack Python and what it needs, unless it is there; APT finds out what that is, whatever this machine has.

    Parameters
    ----------
    root
        Folder that becomes the root of a small Debian.
    architecture
        Debian's name for it.

    Raises
    ------
    DebianError
        If this is no Debian with APT, or a package is not to be had.
    """
    complete = root / "complete"
    if complete.exists():
        return
    shutil.rmtree(root, ignore_errors=True)
    apt = root / "apt"
    for folder in ("lists/partial", "cache/archives/partial"):
        (apt / folder).mkdir(parents=True)
    (apt / "status").touch()
    (apt / "sources.list").write_text(f"deb [signed-by={_KEYRING}] {_mirror()} {_RELEASE} main\n")
    settings = {
        "APT::Architecture": architecture,
        "APT::Architectures": architecture,
        "APT::Sandbox::User": "root",
        "APT::Update::Error-Mode": "any",  # else it only warns of a list it did not get
        "Acquire::Languages": "none",
        "Dir::Cache": apt / "cache",
        "Dir::Etc::SourceList": apt / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::State::Lists": apt / "lists",
        "Dir::State::Status": apt / "status",
        "Debug::NoLocking": "true",
    }
    command = [tool("apt-get"), "--quiet", "--yes"]
    command += [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
    run([*command, "update"], root)
    wanted = [f"python{PYTHON}", "libstdc++6"]
    run([*command, "install", "--download-only", "--no-install-recommends", *wanted], root)
    for package in sorted((apt / "cache" / "archives").glob("*.deb")):
        run([tool("dpkg"), "-x", str(package), str(root)], root)
    if not (root / "lib").exists():
        (root / "lib").symlink_to("usr/lib")
    shutil.rmtree(apt)
    complete.touch()


def _mirror() -> str:
    """Return where this machine gets Debian from."""
    listed = run(
        [tool("apt-get"), "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"], Path.cwd()
    )
    for address in listed.split():
        if address.rstrip("/").endswith("/debian"):
            return address
    raise DebianError(
        "no source of Debian packages is known to apt-get: it needs `apt-get update`, on Debian"
    )


def tool(name: str) -> str:
    """Return the path of a program.

    Raises
    ------
    DebianError
        If there is none of that name.
    """
    if found := shutil.which(name):
        return found
    raise DebianError(f"{name} is missing: this needs a Debian, with apt-get, dpkg and unshare")


def run(command: Sequence[str], folder: Path) -> str:
    """Run a command in a folder and return what it prints.

    Raises
    ------
    DebianError
        If it fails, with the last line that it printed.
    """
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise DebianError(f"{Path(command[0]).name} {command[1]} failed: {''.join(last)}")
    return done.stdout
