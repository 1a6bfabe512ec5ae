"""What the tests over HTTP compare with."""

import pytest

from model import open_classifier
from tests.started_api import ROOT


@pytest.fixture(scope="session")
def classifier():
    """The model that the started API serves, in this process."""
    return open_classifier()


@pytest.fixture(scope="session")
def client(api):
    with api.client() as client:
        yield client


@pytest.fixture(scope="session")
def stranger(api):
    """A client without a key."""
    with api.client(with_key=False) as client:
        yield client


@pytest.fixture(scope="session")
def sls(node):
    return ROOT / "node_modules/.bin/sls"
