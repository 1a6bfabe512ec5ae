"""A function with a small real model behind it, what it writes, and a server that plays AWS (moto)."""

import io
import json
from urllib.request import Request, urlopen

import boto3
import pytest
from moto.server import ThreadedMotoServer

from handlers import classify
from handlers.common import classifiers
from handlers.common.classifiers import Shelf
from handlers.common.observability import logger
from handlers.common.settings import Settings
from model import ModelSettings
from tests.artifacts import make_artifact
from tests.gateway import Context, event

REGION = "eu-west-1"
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
def server():
    """Its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def aws(server, monkeypatch):
    """An account with nothing in it; boto3 finds it by its environment."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    yield server
    urlopen(Request(f"{server}/moto-api/reset", method="POST")).close()


@pytest.fixture
def log():
    """What the functions log, as text."""
    stream = io.StringIO()
    before = logger.registered_handler.setStream(stream)
    yield stream
    logger.registered_handler.setStream(before)
