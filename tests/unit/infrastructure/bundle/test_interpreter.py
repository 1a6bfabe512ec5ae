import sys
from pathlib import Path

import pytest

from infrastructure.bundle.errors import BundleError
from infrastructure.bundle.interpreter import Interpreter, find_interpreter
from infrastructure.debian import PYTHON


def program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH on which there is only what a test puts there."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    return folder


def test_the_one_on_the_path_is_taken(tools: Path, tmp_path: Path) -> None:
    python = program(tools, f"python{PYTHON}", f"echo {PYTHON}")

    assert find_interpreter(tmp_path).command == [str(python)]


def test_one_that_is_given_must_be_of_the_version(tools: Path, tmp_path: Path) -> None:
    other = program(tools, "python", "echo 3.11")

    with pytest.raises(BundleError, match=rf"{other} is no Python {PYTHON}"):
        find_interpreter(tmp_path, str(other))
    with pytest.raises(BundleError, match=f"/nowhere/python is no Python {PYTHON}"):
        find_interpreter(tmp_path, "/nowhere/python")


def test_a_shim_with_nothing_behind_it_is_passed_over(tools: Path, tmp_path: Path) -> None:
    program(tools, f"python{PYTHON}", "echo not installed >&2; exit 127")

    with pytest.raises(
        BundleError, match=rf"there is no python{PYTHON} on the PATH, no uv .* apt-get is missing"
    ):
        find_interpreter(tmp_path)


def test_where_there_is_no_debian_uv_fetches_one(tools: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    program(tools, "uv", f'echo "$UV_PYTHON_INSTALL_DIR $*" >> {asked}; echo /fetched/python')

    found = find_interpreter(tmp_path / "cache")

    folder = tmp_path / "cache/uv-python"
    assert found.command == ["/fetched/python"]
    assert asked.read_text().splitlines() == [
        f"{folder} python install --no-bin {PYTHON}",
        f"{folder} python find {PYTHON}",
    ]


def test_a_failure_is_told_with_what_was_said(tools: Path) -> None:
    python = program(tools, "python", "echo a reason >&2; exit 3")

    with pytest.raises(BundleError, match="python failed: a reason"):
        Interpreter([str(python)]).run("-c", "pass")
