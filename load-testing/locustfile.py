"""The same requests for Locust's own page and command, several machines included.

To use it:
  export API_KEY=newsdesk-local-key
  .venv/bin/locust -f load-testing/locustfile.py --host http://localhost:3000
  .venv/bin/locust -f load-testing/locustfile.py --host http://localhost:3000 --headless -u 8 -t 30s Single

Each class asks again as soon as it is answered. An answer that is not right is a failure.
"""

import math
import os
from typing import Any

from locust import events
from locust.env import Environment

import loadtest  # noqa: F401 (so that the rest of the house is found)
from infrastructure.smoke.service import Service
from loadtest.caller import Caller
from loadtest.options import HEADLINES, TOLERANCE
from loadtest.payloads import lists, mixed, read_headlines, singles
from loadtest.phase import Phase, Segment
from loadtest.plan import LIST
from loadtest.reference import learn
from loadtest.turns import Turns


class Single(Caller):
    """One headline a request."""


class Batch(Caller):
    """Lists of headlines."""


class BadInput(Caller):
    """Every other request is to be refused."""


@events.init.add_listener
@events.test_start.add_listener
def prepare(environment: Environment, **_: Any) -> None:
    """Ask what is right before anything is counted: as soon as the host is known, which its page may change."""
    host = environment.host
    if not host or host == Single.host:
        return
    service = Service(host, os.environ.get("API_KEY", ""), os.environ.get("API_TOKEN", ""))
    reference = learn(service, read_headlines(HEADLINES), TOLERANCE)
    for user, calls in (
        (Single, singles(service, reference)),
        (Batch, lists(service, reference, LIST)),
        (BadInput, mixed(service, reference)),
    ):
        user.host = host
        user.turns = Turns(Phase(calls, [Segment(math.inf)], clients=1), patience=0, seed=0, keep=False)
