import json

import pytest

from infrastructure.smoke.service import Service
from loadtest.answers import Answer, Answers
from loadtest.call import Call, Outcome
from loadtest.reference import Reference

MODEL = {"name": "news", "version": "1.2.0", "backend": "local"}


def prediction(**scores):
    return {"predicted_label": max(scores, key=scores.get), "scores": scores, "model": MODEL}


@pytest.fixture
def service():
    return Service("http://127.0.0.1:9", "hunter2")


@pytest.fixture
def reference():
    return Reference(
        {
            "Flu spreads": prediction(Health=0.9, Science=0.1),
            "Comet found": prediction(Health=0.2, Science=0.8),
        },
        [4.0, 6.0, 5.0],
        MODEL,
        0.001,
    )


@pytest.fixture
def call():
    return Call(
        "one headline", "POST", "/v1/classify", b'{"headline": "Flu spreads"}', {}, 1, 200,
        lambda found: "" if found == {"right": True} else "it is not right",
    )  # fmt: skip


def answer(due, ended, outcome=Outcome.RIGHT, problem="", *, status=200, headlines=1):
    return Answer(
        "one headline", due, ended, headlines if outcome is Outcome.RIGHT else 0, status, outcome, problem
    )


def answers(*found, seconds=10.0, unsent=()):
    return Answers(seconds, 8, found, unsent)


def content(found):
    return json.dumps(found).encode()
