import subprocess
import sys

import gevent
import psutil
import pytest

from loadtest.memory import Memory, watched


def test_growth_is_told_by_quarters():
    memory = Memory(megabytes={"functions": [500, 300, 100, 100, 100, 100, 110, 120], "gateway": [100] * 8})

    assert memory.growth("functions") == (100, 115)
    assert memory.growth("gateway") == (100, 100)


def test_too_little_tells_nothing():
    assert Memory(megabytes={"functions": [100] * 7}).growth("functions") is None


def test_processes_are_looked_at_and_one_that_is_gone_does_not_matter(monkeypatch):
    monkeypatch.setattr("loadtest.memory.EVERY", 0.05)
    gone = psutil.Popen([sys.executable, "-c", ""], stdin=subprocess.DEVNULL)
    gone.wait()

    with watched(lambda: {"functions": [psutil.Process(), gone], "gateway": [gone]}) as memory:
        gevent.sleep(0.3)

    assert len(memory.seconds) >= 3
    assert memory.processes == {"functions": [1] * len(memory.seconds), "gateway": [0] * len(memory.seconds)}
    assert memory.megabytes["functions"][-1] == pytest.approx(
        psutil.Process().memory_info().rss / 1e6, rel=0.2
    )
    assert memory.seconds[:2] == [0, 0.05]
