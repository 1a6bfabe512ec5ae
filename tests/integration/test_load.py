"""The load test as a person starts it, against the API on loopback."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from tests.started_api import ROOT

SHORT = ["--quick", "--seconds", "5", "--soak", "10", "--rates", "5,50"]


@pytest.fixture(scope="module")
def headlines(tmp_path_factory):
    path = tmp_path_factory.mktemp("headlines") / "headlines.csv"
    path.write_text("title\n" + "".join(f"Flu spreads in {town}\n" for town in ("Oslo", "Lima", "Pune")))
    return path


@pytest.fixture(scope="module")
def start(api, headlines):
    """Start the command on a few headlines; it is led to the API, and prints what it says into a pipe."""

    def start(*arguments, key=api.key):
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | {"API_KEY": key},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(*arguments, **more):
        options = ["--url", api.url, "--headlines", str(headlines)]
        return start("load-testing", "run", *arguments, *options, **more)

    run.anything = start
    return run


def test_every_scenario_is_played_and_told(start, tmp_path):
    done = start(*SHORT, "--out", str(tmp_path))
    out, err = done.communicate(timeout=120)

    assert done.returncode == 0, out + err
    found = json.loads((tmp_path / "load.json").read_text())
    assert list(found["scenarios"]) == ["single", "batch", "bad", "rates", "spike", "soak"]
    assert (found["wrong"], found["model"]["name"]) == (0, "news")
    assert found["capacity"]["per_second"] > 0
    assert [part["name"] for part in found["scenarios"]["rates"]["parts"]] == ["5", "50"]
    assert "the service and the artifact at hand agreed" in (tmp_path / "load.md").read_text()
    assert (tmp_path / "load.html").read_text().count("data:image/png;base64,") == 3
    assert "Flu spreads" not in out + err + (tmp_path / "load.md").read_text()


def test_what_was_found_is_kept_when_it_is_stopped(start, tmp_path):
    started = start("single", "soak", "--quick", "--seconds", "5", "--soak", "6000", "--out", str(tmp_path))
    for text in started.stdout:
        if text.startswith("single"):
            break
    time.sleep(1)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=60)

    assert started.returncode == 130, err
    assert "stopped; the report has what was found until then" in err
    found = json.loads((tmp_path / "load.json").read_text())
    assert (found["stopped"], list(found["scenarios"])) == (True, ["single", "soak"])
    assert found["scenarios"]["soak"]["stopped"]
    assert found["scenarios"]["soak"]["parts"][0]["per_second"] > 0


def test_it_starts_the_api_by_itself_and_tells_if_that_dies(start, headlines, tmp_path):
    options = [*("--headlines", str(headlines)), *("--quick", "--soak", "120", "--out", str(tmp_path))]
    started = start.anything("load-testing", "run", "single", "soak", *options)
    for text in started.stdout:
        if text.startswith("single"):
            break
    time.sleep(5)
    children = psutil.Process(started.pid).children(recursive=True)
    for child in children:
        child.kill()
    out, err = started.communicate(timeout=90)

    assert started.returncode == 0, out + err
    found = json.loads((tmp_path / "load.json").read_text())
    soak = found["scenarios"]["soak"]
    assert (found["wrong"], soak["parts"][0]["failed"] > 0) == (0, True)
    assert soak["memory"]["megabytes"]["functions"][0] > 50
    assert soak["memory"]["megabytes"]["functions"][-1] == 0
    assert "| functions |" in (tmp_path / "load.md").read_text()
    assert not psutil.wait_procs(children, timeout=10)[1]


def test_a_wrong_key_is_said_before_anything_is_measured(start, tmp_path):
    started = start("single", "--out", str(tmp_path), key="wrong")
    _, err = started.communicate(timeout=60)

    assert started.returncode == 2
    assert "answers 403 to a headline" in err
    assert list(tmp_path.iterdir()) == []


def test_locust_itself_asks_the_same(start, api):
    started = start.anything(
        *("-m", "locust", "-f", "load-testing/locustfile.py", "--host", api.url),
        *("--headless", "-u", "4", "-r", "4", "-t", "2s", "--only-summary", "Single", "BadInput"),
    )
    out, err = started.communicate(timeout=60)

    assert started.returncode == 0, out + err
    assert "one headline" in out + err
    assert "0(0.00%)" in out + err
