"""What tests of several folders share: the started API, and a Ctrl-C that arrives."""

import signal

import pytest

from tests.parts import need
from tests.started_api import ROOT, started_api


@pytest.fixture(scope="session", autouse=True)
def interruptible():
    """Let Ctrl-C reach what a test starts: a background job is deaf to it, and passes that on."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def node():
    need((ROOT / "node_modules/.bin/sls").exists(), "the Serverless Framework is not installed (npm ci)")


@pytest.fixture(scope="session")
def api(node, tmp_path_factory):
    """The API as `make start` runs it, on a free port."""
    with started_api(tmp_path_factory.mktemp("api")) as api:
        yield api
