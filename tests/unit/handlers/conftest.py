"""A function with a small real model behind it, what it writes, and a server that plays AWS (moto)."""

import json
from urllib.request import Request, urlopen

import boto3
import pytest

from handlers import classify
from handlers.common import classifiers
from handlers.common.classifiers import Shelf
from handlers.common.settings import Settings
from model import ModelSettings
from tests.artifacts import make_artifact
from tests.function_log import captured_log
from tests.gateway import Context, event
from tests.started_moto import REGION, started_moto

WORDS = {"fever": (-2.0, 2.0), "vaccine": (-1.0, 1.0), "shares": (2.0, -2.0), "market": (1.0, -1.0)}


@pytest.fixture(scope="session")
def artifact(tmp_path_factory):
    return make_artifact(tmp_path_factory.mktemp("words"), WORDS)


@pytest.fixture
def shelf(artifact, monkeypatch):
    shelf = Shelf(lambda: Settings(ModelSettings(artifact=str(artifact))))
    monkeypatch.setattr(classifiers, "shelf", shelf)
    return shelf


@pytest.fixture
def ask(shelf):
    """Ask the function over its HTTP event; returns status, body and the raw answer."""

    def ask(method, url, body=None, **other):
        answer = classify.handler(event(method, url, body, **other), Context())
        return answer["statusCode"], json.loads(answer["body"]), answer

    return ask


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """It is a process of its own: a server in this one would share its account with those of other tests."""
    with started_moto(tmp_path_factory.mktemp("moto")) as server:
        yield server


@pytest.fixture
def aws(server, monkeypatch):
    """An account with nothing in it; boto3 finds it by its environment."""
    for name, value in (server.environment | {"AWS_DEFAULT_REGION": REGION}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    yield server.address
    urlopen(Request(f"{server.address}/moto-api/reset", method="POST")).close()


@pytest.fixture
def log():
    """What the functions log, as text."""
    with captured_log() as stream:
        yield stream
