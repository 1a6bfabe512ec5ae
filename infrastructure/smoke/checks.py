"""What is asked of a service, and what it should answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from infrastructure.smoke.errors import SmokeError
from infrastructure.smoke.service import Answer, Service

HEADLINES = (
    "New treatment for ADHD discovered",
    "Shares fall as the central bank raises rates",
    "The sequel tops the box office for a third week",
)


@dataclass(frozen=True)
class Expected:
    """The model that should answer; an empty word stands for any."""

    name: str = ""
    version: str = ""


Check = Callable[[Service, Expected], str]
"""Asks; returns in a few words what it found, and raises SmokeError where that is not what it should be."""


def health(service: Service, expected: Expected) -> str:
    answer = service.ask("GET", "/v1/health", with_key=False)
    _status(answer, 200)
    if answer.body.get("status") != "ready":
        raise SmokeError(f"its status is {answer.body.get('status')!r}, not 'ready'")
    return _model(answer.body, expected)


def one_headline(service: Service, expected: Expected) -> str:
    answer = service.ask("POST", "/v1/classify", {"headline": HEADLINES[0]})
    _status(answer, 200)
    _model(answer.body, expected)
    return _label(answer.body)


def batch(service: Service, expected: Expected) -> str:
    answer = service.ask("POST", "/v1/classify/batch", {"headlines": list(HEADLINES)})
    _status(answer, 200)
    found = answer.body.get("predictions")
    predictions = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    if len(predictions) != len(HEADLINES):
        raise SmokeError(f"there are {len(predictions)} predictions for {len(HEADLINES)} headlines")
    for prediction in predictions:
        _model(prediction, expected)
    return ", ".join(_label(prediction) for prediction in predictions)


def no_key(service: Service, expected: Expected) -> str:
    answer = service.ask("POST", "/v1/classify", {"headline": HEADLINES[0]}, with_key=False)
    return _refusal(answer, 403, "forbidden")


def feedback(service: Service, expected: Expected) -> str:
    # Without a label, so that it is kept by no mistake: a model would learn of it.
    answer = service.ask("POST", "/v1/feedback", {"headline": HEADLINES[0]}, with_key=False)
    return _refusal(answer, 403, "forbidden")


def bad_request(service: Service, expected: Expected) -> str:
    return _refusal(service.ask("POST", "/v1/classify", {}), 400, "invalid_request")


def no_token(service: Service, expected: Expected) -> str:
    return _refusal(service.ask("POST", "/v1/classify", {"headline": HEADLINES[0]}), 401, "unauthorized")


CHECKS: Mapping[str, Check] = {
    "health": health,
    "one headline": one_headline,
    "batch": batch,
    "no key": no_key,
    "feedback": feedback,
    "bad request": bad_request,
}
"""By name, in the order they are asked."""
WITHOUT_TOKEN: Mapping[str, Check] = {"health": health, "no token": no_token}
"""All that can be asked where a token is wanted and there is none."""


def checks_of(service: Service) -> Mapping[str, Check]:
    """Return what can be asked of a service."""
    return WITHOUT_TOKEN if service.wants_token and not service.token else CHECKS


def _status(answer: Answer, wanted: int) -> None:
    if answer.status != wanted:
        raise SmokeError(f"the status is {answer.status}, not {wanted}{_said(answer)}")


def _said(answer: Answer) -> str:
    """Return the message of an error of ours, or of API Gateway's own."""
    error = answer.body.get("error")
    message = error.get("message") if isinstance(error, dict) else answer.body.get("message")
    return f": {message}" if message else ""


def _refusal(answer: Answer, status: int, code: str) -> str:
    _status(answer, status)
    error = answer.body.get("error")
    if not isinstance(error, dict) or error.get("code") != code or not error.get("request_id"):
        raise SmokeError(f"the {status} is not in the envelope of our errors, with the code {code}")
    return f"{status} {code}"


def _model(body: Mapping[str, Any], expected: Expected) -> str:
    found = body.get("model")
    if not isinstance(found, dict):
        raise SmokeError("it does not say which model answers")
    for what, wanted in {"name": expected.name, "version": expected.version}.items():
        if wanted and found.get(what) != wanted:
            raise SmokeError(f"the {what} of its model is {found.get(what)!r}, not {wanted!r}")
    return f"{found.get('name')} {found.get('version')}, {found.get('backend')}"


def _label(prediction: Mapping[str, Any]) -> str:
    label, scores = prediction.get("predicted_label"), prediction.get("scores")
    if not isinstance(scores, dict) or label not in scores:
        raise SmokeError(f"the label {label!r} is none of those with a score")
    return f"{label}"
