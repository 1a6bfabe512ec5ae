import platform
import sys
from pathlib import Path

import pytest

from training.release.errors import ReleaseError
from training.release.wheels import REQUIREMENTS, Target, fetch_wheels

ROOT = Path(__file__).parents[4]


def test_an_endpoint_gets_the_libraries_of_the_lambda() -> None:
    runtime = (ROOT / "requirements.txt").read_text().splitlines()
    pins = REQUIREMENTS.read_text().splitlines()

    assert {pin.partition("==")[0] for pin in pins} == {"numpy", "onnxruntime", "tokenizers"}
    assert set(pins) <= set(runtime)


def test_here_is_this_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "arm64")

    assert Target.here() == Target(f"{sys.version_info.major}.{sys.version_info.minor}", "aarch64")


def test_no_endpoint_runs_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")

    with pytest.raises(ReleaseError, match="no endpoint runs on 'riscv64'; there are x86_64, aarch64"):
        Target.here()


def test_wheels_that_are_not_to_be_had_are_named(tmp_path: Path) -> None:
    pins = tmp_path / "pins.txt"
    pins.write_text("numpy==0.0.1\n")

    with pytest.raises(ReleaseError, match=r"wheels for Python 3\.12 on aarch64 are not to be had: .*numpy"):
        fetch_wheels(tmp_path, Target("3.12", "aarch64"), pins)
