import os
import runpy
from pathlib import Path

import pytest

from training.job import __main__ as program
from training.job import source

ENTRY = Path(source.__file__).with_name("entry.py")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the program is started with; filled when the script has run."""
    seen: dict[str, str] = {}

    def main() -> int:
        seen.update(os.environ)
        return 3

    monkeypatch.setattr(program, "main", main)
    # A copy, since the script changes it.
    monkeypatch.setattr(os, "environ", os.environ.copy())
    for name in ("CUDA_VISIBLE_DEVICES", "WORLD_SIZE"):
        os.environ.pop(name, None)
    return seen


def run() -> None:
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ENTRY), run_name="__main__")
    assert ended.value.code == 3


def test_a_process_that_torchrun_did_not_start_takes_one_gpu(environment: dict[str, str]) -> None:
    run()

    assert environment["CUDA_VISIBLE_DEVICES"] == "0"


def test_to_those_of_torchrun_all_gpus_are_left(environment: dict[str, str]) -> None:
    os.environ["WORLD_SIZE"] = "1"

    run()

    assert "CUDA_VISIBLE_DEVICES" not in environment
