import subprocess
import sys

import gevent
import psutil
import pytest

from loadtest.memory import Memory, watched


def test_growth_is_told_by_quarters():
    memory = Memory(megabytes=[500, 300, 100, 100, 100, 100, 110, 120])

    assert memory.growth() == (100, 115)


def test_too_little_tells_nothing():
    assert Memory(megabytes=[100] * 7).growth() is None


def test_processes_are_looked_at_and_one_that_is_gone_does_not_matter(monkeypatch):
    monkeypatch.setattr("loadtest.memory.EVERY", 0.05)
    gone = psutil.Popen([sys.executable, "-c", ""], stdin=subprocess.DEVNULL)
    gone.wait()

    with watched(lambda: [psutil.Process(), gone]) as memory:
        gevent.sleep(0.3)

    assert len(memory.megabytes) >= 3
    assert set(memory.processes) == {1}
    assert memory.megabytes[-1] == pytest.approx(psutil.Process().memory_info().rss / 1e6, rel=0.2)
    assert memory.seconds[:2] == [0, 0.05]
