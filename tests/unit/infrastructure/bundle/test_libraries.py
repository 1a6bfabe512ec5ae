import zipfile
from pathlib import Path

import pytest

from infrastructure.bundle.errors import BundleError
from infrastructure.bundle.libraries import is_needed, read_pins, read_wheels


def wheel(folder: Path, name: str, *paths: str) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as files:
        for inside in paths:
            files.writestr(inside, inside)
    return path


@pytest.mark.parametrize(
    ("path", "needed"),
    [
        ("numpy/__init__.py", True),
        ("numpy/tests/test_lib.py", False),
        ("numpy/random/_generator.cpython-313-aarch64-linux-gnu.so", False),
        ("numpy/_core/_simd.cpython-313-aarch64-linux-gnu.so", False),
        ("numpy/_core/_multiarray_umath.cpython-313-aarch64-linux-gnu.so", True),
        ("numpy.libs/libscipy_openblas64_-32a4b2a6.so", True),
        ("onnxruntime/capi/libonnxruntime.so.1.32.0", False),
        ("onnxruntime/capi/onnxruntime_pybind11_state.cpython-313-aarch64-linux-gnu.so", True),
        ("pydantic-2.14.3.dist-info/METADATA", False),
        ("pydantic/main.py", True),
        ("jinja2/py.typed", False),
    ],
)
def test_what_nothing_imports_is_left_out(path: str, needed: bool) -> None:
    assert is_needed(path) is needed


def test_files_are_told_by_library_where_they_are_installed(tmp_path: Path) -> None:
    wheels = [
        wheel(
            tmp_path, "typing_extensions", "typing_extensions.py", "typing_extensions-1.0.dist-info/RECORD"
        ),
        wheel(tmp_path, "Flask", "flask/app.py", "Flask-1.0.data/purelib/flask/more.py"),
    ]

    found = list(read_wheels(wheels, {"flask", "typing-extensions"}))

    assert found == [
        ("flask", "flask/app.py", b"flask/app.py"),
        ("flask", "flask/more.py", b"Flask-1.0.data/purelib/flask/more.py"),
        ("typing-extensions", "typing_extensions.py", b"typing_extensions.py"),
    ]


def test_what_slips_in_or_is_missing_is_named(tmp_path: Path) -> None:
    wheels = [wheel(tmp_path, "torch", "torch/__init__.py")]

    with pytest.raises(BundleError, match="more: torch; fewer: flask"):
        list(read_wheels(wheels, {"flask"}))


def test_pins_are_read_by_their_normalised_names(tmp_path: Path) -> None:
    (tmp_path / "pins.txt").write_text("# a comment\nTyping_Extensions==4.16.0\n\nflask==3.1.3\n")

    assert read_pins(tmp_path / "pins.txt") == {"typing-extensions", "flask"}
