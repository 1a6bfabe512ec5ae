"""Other processors on this one: QEMU runs a Python of another architecture, or of an older x86-64."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.recipe import RecipeError

PYTHON = "3.13"
"""Of the Lambda runtime, and of the Debian release that the arm64 Python comes from."""

_RELEASE = "trixie"
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_GRAVITON = """processor\t: {number}
BogoMIPS\t: 243.75
Features\t: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp
CPU implementer\t: 0x41
CPU architecture: 8
CPU variant\t: 0x3
CPU part\t: 0xd0c
CPU revision\t: 1

"""


@dataclass(frozen=True)
class Cpu:
    """A class of processors.

    Attributes
    ----------
    name, title
        For files, and for readers.
    command
        Starts Python there.
    packages
        Folder of packages for that Python; None where it has its own.
    """

    name: str
    title: str
    command: Sequence[str]
    packages: Path | None = None


def native() -> Cpu:
    """Return this processor."""
    return Cpu("native", "this machine", [sys.executable])


def avx2_only(cache: Path) -> Cpu:
    """Return an x86-64 without AVX-512 and without VNNI: what a Lambda on x86_64 may be given.

    Raises
    ------
    RecipeError
        If something is missing for it.
    """
    qemu = _qemu("x86_64", cache)
    return Cpu("avx2", "x86-64, AVX2 only (Haswell)", [str(qemu), "-cpu", "Haswell", sys.executable])


def arm64(cache: Path, requirements: Path) -> Cpu:
    """Return an arm64 of the Graviton kind, with a Python and its packages fetched into the cache.

    Raises
    ------
    RecipeError
        If something is missing for it.
    """
    qemu, root = _qemu("aarch64", cache), cache / "arm64"
    packages = root / "packages"
    if not (root / "complete").exists():
        shutil.rmtree(root, ignore_errors=True)
        _fetch_debian(root)
        _fetch_packages(packages, requirements)
        (root / "complete").touch()
    cpuinfo = cache / "cpuinfo"  # ONNX Runtime reads the host's, and finds no arm64 there
    cpuinfo.write_text("".join(_GRAVITON.format(number=number) for number in range(os.cpu_count() or 1)))
    python = f"{root}/usr/bin/python{PYTHON}"
    inside = f'mount --bind "{cpuinfo}" /proc/cpuinfo && exec "$@"'
    # A mount namespace of its own; only an ordinary user needs to be root in it.
    namespace = [_tool("unshare"), "--mount", *(["--map-root-user"] if os.geteuid() else [])]
    emulated = [str(qemu), "-L", str(root), "-cpu", "neoverse-n1", python]
    return Cpu(
        "arm64", "arm64 (Neoverse N1)", [*namespace, "sh", "-c", inside, "sh", *emulated], packages=packages
    )


def _qemu(architecture: str, cache: Path) -> Path:
    name = f"qemu-{architecture}-static"
    if found := shutil.which(name):
        return Path(found)
    path = cache / "qemu" / "usr" / "bin" / name
    if not path.exists():
        folder = cache / "qemu"
        folder.mkdir(parents=True, exist_ok=True)
        _run([_tool("apt-get"), "download", "qemu-user-static"], folder)
        (package,) = folder.glob("qemu-user-static_*.deb")
        _run([_tool("dpkg"), "-x", package.name, "."], folder)
        package.unlink()
    return path


def _fetch_debian(root: Path) -> None:
    """Unpack Python and what it needs; APT finds out what that is, beside what this machine has installed."""
    apt = root / "apt"
    for folder in ("lists/partial", "cache/archives/partial"):
        (apt / folder).mkdir(parents=True)
    (apt / "status").touch()
    (apt / "sources.list").write_text(f"deb [signed-by={_KEYRING}] {_mirror()} {_RELEASE} main\n")
    settings = {
        "APT::Architecture": "arm64",
        "APT::Architectures": "arm64",
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
    command = [_tool("apt-get"), "--quiet", "--yes"]
    command += [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
    _run([*command, "update"], root)
    wanted = [f"python{PYTHON}", "libstdc++6"]
    _run([*command, "install", "--download-only", "--no-install-recommends", *wanted], root)
    for package in sorted((apt / "cache" / "archives").glob("*.deb")):
        _run([_tool("dpkg"), "-x", str(package), str(root)], root)
    if not (root / "lib").exists():
        (root / "lib").symlink_to("usr/lib")
    shutil.rmtree(apt)


def _fetch_packages(folder: Path, requirements: Path) -> None:
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else _tool("uv")
    command = [uv, "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
    command += ["--python-platform", "aarch64-manylinux_2_28", "--python-version", PYTHON]
    command += ["--target", str(folder), "--requirement", str(requirements.resolve())]
    _run(command, folder.parent)


def _mirror() -> str:
    """Return where this machine gets Debian from."""
    listed = _run(
        [_tool("apt-get"), "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"], Path.cwd()
    )
    for address in listed.split():
        if address.rstrip("/").endswith("/debian"):
            return address
    raise RecipeError(
        "no source of Debian packages is known to apt-get: it needs `apt-get update`, on Debian"
    )


def _tool(name: str) -> str:
    if found := shutil.which(name):
        return found
    raise RecipeError(
        f"{name} is missing: other processors are emulated on Debian with apt-get, dpkg and unshare"
    )


def _run(command: Sequence[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise RecipeError(f"{Path(command[0]).name} {command[1]} failed: {''.join(last)}")
    return done.stdout
