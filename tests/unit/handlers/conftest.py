"""A function with a small real model behind it, and what it writes."""

import io
import json

import pytest

from handlers import classify
from handlers.common import classifiers
from handlers.common.classifiers import Shelf
from handlers.common.observability import logger
from handlers.common.settings import Settings
from model import ModelSettings
from tests.artifacts import make_artifact
from tests.gateway import Context, event

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


@pytest.fixture
def log():
    """What the functions log, as text."""
    stream = io.StringIO()
    before = logger.registered_handler.setStream(stream)
    yield stream
    logger.registered_handler.setStream(before)
