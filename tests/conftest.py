"""What tests of several folders share: the started API, and a Ctrl-C that arrives."""

import signal

import pytest

from tests.parts import need
from tests.started_api import ROOT, StartedApi


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
    api = StartedApi(tmp_path_factory.mktemp("api") / "output")
    try:
        api.wait_until_ready()
        yield api
    finally:
        left = api.stop()
    assert not left, f"Ctrl-C left processes behind: {left}"
