"""The libraries: wheels, without what nothing imports while a function serves."""

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from infrastructure.bundle.errors import BundleError
from training.release.wheels import files_of

UNUSED = (
    "*.dist-info/*",
    "*.pyi",
    "*/py.typed",
    "*.pyx",
    "*.pxd",
    "*.h",
    "*.a",
    "*/tests/*",
    "*/test/*",
    "*/__pycache__/*",
    "*.data/scripts/*",
    "numpy/f2py/*",
    "numpy/ctypeslib/*",
    "numpy/fft/*",
    "numpy/ma/*",
    "numpy/polynomial/*",
    "numpy/random/*",
    "numpy/testing/*",
    "numpy/_pyinstaller/*",
    "numpy/_core/_simd*.so",
    "numpy/_core/*_tests*.so",
    "pydantic/v1/*",
    "pydantic/mypy.py",
    "onnxruntime/tools/*",
    "onnxruntime/transformers/*",
    "onnxruntime/quantization/*",
    "onnxruntime/datasets/*",
    "onnxruntime/backend/*",
    # The same engine once more, for programs in C: the Python module has its own in it.
    "onnxruntime/capi/libonnxruntime.so*",
)
"""Of the paths in a wheel."""


def read_wheels(wheels: Sequence[Path], pinned: set[str]) -> Iterator[tuple[str, str, bytes]]:
    """Yield library, path and content of each file that is needed of the wheels.

    Parameters
    ----------
    wheels
        The files.
    pinned
        Names of the libraries that there should be, normalised.

    Raises
    ------
    BundleError
        If there is another one, or one is missing.
    """
    found = {library_of(wheel): wheel for wheel in wheels}
    if found.keys() != pinned:
        more, fewer = found.keys() - pinned, pinned - found.keys()
        told = [", ".join(sorted(names)) or "none" for names in (more, fewer)]
        raise BundleError(f"the libraries are not those that are pinned: more: {told[0]}; fewer: {told[1]}")
    for library, wheel in sorted(found.items()):
        for path, data in files_of(wheel, lambda path: is_needed(_installed(path))):
            yield library, _installed(path), data


def is_needed(path: str) -> bool:
    """Tell whether a file of a library is shipped."""
    return not any(fnmatch(path, kind) for kind in UNUSED)


def library_of(wheel: Path) -> str:
    """Return the normalised name of a wheel's library."""
    return normalised(wheel.name.split("-")[0])


def read_pins(requirements: Path) -> set[str]:
    """Return the normalised names in a list of pins."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return {normalised(line.split("==")[0]) for line in lines if line and not line.startswith("#")}


def normalised(name: str) -> str:
    """Return a library's name as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _installed(path: str) -> str:
    """Return where a file of a wheel is installed."""
    return re.sub(r"^[^/]+\.data/(purelib|platlib)/", "", path)
