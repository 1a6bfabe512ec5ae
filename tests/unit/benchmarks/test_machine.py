import pytest
import torch

from benchmarks import machine as module
from benchmarks.machine import machine, sentence


def test_the_facts_name_this_machine() -> None:
    found = machine()

    assert found["libraries"]["torch"] == torch.__version__
    assert found["cpus"] >= 1
    assert found["processor"] in sentence(found)
    assert f"torch {torch.__version__}" in sentence(found)


def test_a_library_that_is_not_installed_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIBRARIES", ("torch", "no-such-library"))

    assert list(machine()["libraries"]) == ["torch"]
