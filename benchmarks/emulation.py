"""Other processors on this one: QEMU runs a Python of another architecture, or of an older x86-64."""

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infrastructure.debian import PYTHON, fetch_python, run, tool

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
    DebianError
        If something is missing for it.
    """
    qemu = _qemu("x86_64", cache)
    return Cpu("avx2", "x86-64, AVX2 only (Haswell)", [str(qemu), "-cpu", "Haswell", sys.executable])


def arm64(cache: Path, requirements: Path) -> Cpu:
    """Return an arm64 of the Graviton kind, with a Python and its packages fetched into the cache.

    Raises
    ------
    DebianError
        If something is missing for it.
    """
    command, packages = arm64_python(cache), cache / "arm64-packages"
    if not (packages / "complete").exists():
        shutil.rmtree(packages, ignore_errors=True)
        _fetch_packages(packages, requirements)
        (packages / "complete").touch()
    return Cpu("arm64", "arm64 (Neoverse N1)", command, packages=packages)


def arm64_python(cache: Path) -> list[str]:
    """Return what starts a Python on an arm64 of the Graviton kind, both fetched into the cache.

    Raises
    ------
    DebianError
        If something is missing for it.
    """
    qemu, root = _qemu("aarch64", cache), cache / "arm64"
    fetch_python(root, "arm64")
    cpuinfo = cache / "cpuinfo"  # ONNX Runtime reads the host's, and finds no arm64 there
    cpuinfo.write_text("".join(_GRAVITON.format(number=number) for number in range(os.cpu_count() or 1)))
    python = f"{root}/usr/bin/python{PYTHON}"
    inside = f'mount --bind "{cpuinfo}" /proc/cpuinfo && exec "$@"'
    # A mount namespace of its own; only an ordinary user needs to be root in it.
    namespace = [tool("unshare"), "--mount", *(["--map-root-user"] if os.geteuid() else [])]
    emulated = [str(qemu), "-L", str(root), "-cpu", "neoverse-n1", python]
    return [*namespace, "sh", "-c", inside, "sh", *emulated]


def _qemu(architecture: str, cache: Path) -> Path:
    name = f"qemu-{architecture}-static"
    if found := shutil.which(name):
        return Path(found)
    path = cache / "qemu" / "usr" / "bin" / name
    if not path.exists():
        folder = cache / "qemu"
        folder.mkdir(parents=True, exist_ok=True)
        run([tool("apt-get"), "download", "qemu-user-static"], folder)
        (package,) = folder.glob("qemu-user-static_*.deb")
        run([tool("dpkg"), "-x", package.name, "."], folder)
        package.unlink()
    return path


def _fetch_packages(folder: Path, requirements: Path) -> None:
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else tool("uv")
    command = [uv, "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
    command += ["--python-platform", "aarch64-manylinux_2_28", "--python-version", PYTHON]
    command += ["--target", str(folder), "--requirement", str(requirements.resolve())]
    run(command, folder.parent)
