"""Phases against a server on loopback that misbehaves."""

import subprocess
import sys
from collections import Counter

import pytest

from tests.started_api import ROOT

PROGRAM = """
import locust
import sys, threading
from benchmarks.loopback import QuietHandler, serving_on_loopback
from loadtest.call import Call, Outcome
from loadtest.phase import Phase, Segment
from loadtest.play import play

asked = 0

class Handler(QuietHandler):
    def do_POST(self):
        global asked
        asked += 1
        self.body()
        if self.headers["x-api-key"] != "hunter2":
            self.reply(403)
        elif asked % 10 == 0:
            self.reply(200, b"[]")
        elif asked % 10 == 1:
            self.reply(429)
        elif asked % 10 == 2:
            self.reply(302, headers={"Location": "/elsewhere"})
        elif asked % 10 == 3:
            self.close_connection = True
        else:
            self.reply(200, b'{"right": true}')

call = Call("one", "POST", "/stage/v1", b"{}", {"x-api-key": "hunter2"}, 1, 200,
            lambda found: "" if found == {"right": True} else "it is not right")
with serving_on_loopback(Handler) as port:
    found = play(Phase([call], [Segment(1.0, 200)], 8), f"http://127.0.0.1:{port}", "test")
print(asked, found.offered, len(found.unsent), *(found.count(one) for one in Outcome))
"""


@pytest.fixture(scope="module")
def played():
    """In a process of its own, for Locust makes all of a process wait its way."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'load-testing'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    names = ("asked", "offered", "unsent", "right", "throttled", "failed", "wrong")
    return Counter(dict(zip(names, map(int, done.stdout.split()), strict=True)))


def test_every_request_that_is_due_is_sent_once(played):
    assert played["asked"] == played["offered"]
    assert played["unsent"] == 0
    assert 140 < played["offered"] < 260  # 200 are due on average


def test_every_outcome_is_what_the_server_did(played):
    tenth = played["asked"] / 10
    assert played["wrong"] == pytest.approx(
        2 * tenth, abs=2
    )  # another content, and a redirection not followed
    assert played["throttled"] == pytest.approx(tenth, abs=1)
    assert played["failed"] == pytest.approx(tenth, abs=1)
    assert played["right"] == pytest.approx(6 * tenth, abs=6)
