import os
import sys
from pathlib import Path

import pytest

from benchmarks.emulation import arm64, avx2_only, native
from infrastructure.debian import DebianError


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH on which there is only what a test puts there."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def place(folder: Path, name: str, script: str = "exit 0") -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_this_machine_needs_no_emulator() -> None:
    assert native().command == [sys.executable]


def test_an_emulator_that_is_installed_is_used(tools: Path, tmp_path: Path) -> None:
    qemu = place(tools, "qemu-x86_64-static")

    assert avx2_only(tmp_path / "cache").command == [str(qemu), "-cpu", "Haswell", sys.executable]


def test_without_a_way_to_get_an_emulator_the_tool_is_named(tools: Path, tmp_path: Path) -> None:
    with pytest.raises(DebianError, match="apt-get is missing"):
        avx2_only(tmp_path / "cache")


def test_a_tool_that_fails_is_quoted(tools: Path, tmp_path: Path) -> None:
    place(tools, "apt-get", "echo nothing here >&2; echo E: no such package >&2; exit 100")

    with pytest.raises(DebianError, match="apt-get download failed: E: no such package"):
        avx2_only(tmp_path / "cache")


def test_an_arm64_that_was_fetched_is_not_fetched_again(tools: Path, tmp_path: Path) -> None:
    place(tools, "qemu-aarch64-static")
    place(tools, "unshare")
    for folder in ("cache/arm64", "cache/arm64-packages"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "complete").touch()

    cpu = arm64(tmp_path / "cache", tmp_path / "requirements.txt")

    assert cpu.command[-1] == f"{tmp_path}/cache/arm64/usr/bin/python3.13"
    assert cpu.packages == tmp_path / "cache/arm64-packages"
    assert (tmp_path / "cache/cpuinfo").read_text().count("asimddp") == os.cpu_count()
