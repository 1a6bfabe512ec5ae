import json

import pytest

from benchmarks.loopback import QuietHandler, serving_on_loopback
from infrastructure.smoke.service import Service
from loadtest.errors import LoadError
from loadtest.reference import compare, difference, learn
from model.artifact import open_artifact
from model.backends.local import LocalClassifier
from tests.started_api import ROOT
from tests.unit.loadtest.conftest import MODEL, prediction

RIGHT = prediction(Health=0.6, Science=0.4)
RELEASE = ROOT / "model/release"


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        (RIGHT, ""),
        (prediction(Health=0.6009, Science=0.3991), ""),
        (prediction(Health=0.61, Science=0.39), "a score is 0.010000 off"),
        (prediction(Science=0.4, Health=0.6), "its labels are Science, Health, not Health, Science"),
        (RIGHT | {"predicted_label": "Science"}, "its label Science has not the best of its scores"),
        (RIGHT | {"predicted_label": "Sport"}, "its label Sport has not the best of its scores"),
        (
            RIGHT | {"model": MODEL | {"version": "1.3.0"}},
            "it is of news 1.3.0 (local), not of news 1.2.0 (local)",
        ),
    ],
)
def test_what_differs_is_said(found, problem):
    said = difference(RIGHT, found, 0.001)

    assert said == problem if not problem else problem in said


@pytest.fixture
def serve():
    """Serve answers of a classifier, or those of a function of the headline."""

    def serve(answer, status=200):
        class Handler(QuietHandler):
            def do_POST(self):
                headline = json.loads(self.body())["headline"]
                self.reply(status, json.dumps(answer(headline)).encode())

        return serving_on_loopback(Handler)

    return serve


def test_each_headline_is_asked_about_once(serve):
    asked = []

    def answer(headline):
        asked.append(headline)
        return prediction(Health=0.9, Science=0.1)

    with serve(answer) as port:
        found = learn(
            Service(f"http://127.0.0.1:{port}", "key"), ["a", "b"], 0.001, lambda: asked.append("+")
        )

    assert asked == ["a", "+", "b", "+"]
    assert found.predictions["b"]["scores"] == {"Health": 0.9, "Science": 0.1}
    assert (len(found.milliseconds), found.model) == (2, MODEL)


def test_a_refusal_stops_it_before_it_begins(serve):
    with (
        serve(lambda _: {"error": {"code": "forbidden"}}, 403) as port,
        pytest.raises(LoadError, match=r"answers 403 to a headline: .*forbidden"),
    ):
        learn(Service(f"http://127.0.0.1:{port}", "key"), ["a"], 0.001)


def served(headlines, **changed):
    found = LocalClassifier(open_artifact(RELEASE)).classify(headlines)
    model = {"name": found[0].model.name, "version": found[0].model.version, "backend": "local"} | changed
    return {
        text: {"scores": dict(one.scores), "predicted_label": one.predicted_label, "model": model}
        for text, one in zip(headlines, found, strict=True)
    }


HEADLINES = ["New treatment for ADHD discovered", "Shares fall as the central bank raises rates"]


def reference_of(predictions):
    from loadtest.reference import Reference

    return Reference(predictions, [1.0], next(iter(predictions.values()))["model"], 0.001)


def test_the_artifact_says_the_same():
    assert compare(reference_of(served(HEADLINES)), RELEASE) == 2


def test_another_model_is_not_compared():
    assert compare(reference_of(served(HEADLINES, version="0.0.1")), RELEASE) is None


def test_what_a_stronger_model_answered_is_left_out():
    escalated = served(HEADLINES[:1], name="stronger", backend="bedrock")

    assert compare(reference_of(escalated | served(HEADLINES[1:])), RELEASE) == 1


def test_a_service_that_says_otherwise_is_not_what_it_says_it_is():
    predictions = served(HEADLINES)
    first, second = (predictions[one] for one in HEADLINES)
    swapped = {HEADLINES[0]: second, HEADLINES[1]: first}

    with pytest.raises(LoadError, match=r"of headline 1, .* says otherwise than the service"):
        compare(reference_of(swapped), RELEASE)
