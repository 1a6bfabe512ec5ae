import json
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.loopback import QuietHandler, serving_on_loopback
from infrastructure.smoke.checks import CHECKS, WITHOUT_TOKEN, Expected, checks_of
from infrastructure.smoke.errors import SmokeError
from infrastructure.smoke.service import Service

MODEL = {"name": "news", "version": "1.2.0", "backend": "local"}
PREDICTION = {"predicted_label": "Health", "scores": {"Health": 0.9, "Science": 0.1}, "model": MODEL}


def refusal(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": "words", "details": [], "request_id": "1"}}


class Deployed:
    """Answers as the API does; a test changes what it should not."""

    def __init__(self) -> None:
        self.health: Any = (200, {"status": "ready", "model": MODEL})
        self.one: Any = (200, PREDICTION)
        self.batch: Any = (200, {"predictions": [PREDICTION] * 3})
        self.no_key: Any = (403, refusal("forbidden"))
        self.bad_request: Any = (400, refusal("invalid_request"))
        self.token = ""

    def answer(self, path: str, key: str | None, body: Any, token: str | None = None) -> Any:
        if path.endswith("/v1/health"):
            return self.health
        if self.token and token != f"Bearer {self.token}":
            return (401, refusal("unauthorized"))
        if key != "the-key":
            return self.no_key
        if path.endswith("/batch"):
            return self.batch
        return self.one if "headline" in body else self.bad_request


@pytest.fixture
def deployed() -> Deployed:
    return Deployed()


@pytest.fixture
def service(deployed: Deployed) -> Iterator[Service]:
    class Handler(QuietHandler):
        def do_GET(self) -> None:
            content = self.body()
            asked = json.loads(content) if content else None
            status, body = deployed.answer(
                self.path, self.headers["x-api-key"], asked, self.headers["authorization"]
            )
            self.reply(status, body if isinstance(body, bytes) else json.dumps(body).encode())

        def do_POST(self) -> None:
            self.do_GET()

    with serving_on_loopback(Handler) as port:
        yield Service(f"http://127.0.0.1:{port}/prod/", "the-key")


@pytest.mark.parametrize(
    ("check", "found"),
    [
        ("health", "news 1.2.0, local"),
        ("one headline", "Health"),
        ("batch", "Health, Health, Health"),
        ("no key", "403 forbidden"),
        ("feedback", "403 forbidden"),
        ("bad request", "400 invalid_request"),
    ],
)
def test_a_service_that_works_passes(service: Service, check: str, found: str) -> None:
    assert CHECKS[check](service, Expected("news", "1.2.0")) == found
    assert service.milliseconds > 0


@pytest.mark.parametrize(
    ("check", "changed", "problem"),
    [
        ("health", {"health": (503, refusal("not_ready"))}, "the status is 503, not 200: words"),
        ("health", {"health": (200, {"status": "loading", "model": MODEL})}, "its status is 'loading', not"),
        ("health", {"health": (200, {"status": "ready"})}, "does not say which model answers"),
        ("health", {"health": (502, b"<html>")}, "the status is 502, not 200"),
        ("health", {"health": (200, b"[]")}, "its status is None"),
        ("one headline", {"one": (403, {"message": "Forbidden"})}, "the status is 403, not 200: Forbidden"),
        (
            "one headline",
            {"one": (200, {**PREDICTION, "scores": {}})},
            "'Health' is none of those with a score",
        ),
        ("one headline", {"one": (200, {**PREDICTION, "model": None})}, "does not say which model"),
        ("batch", {"batch": (200, {"predictions": [PREDICTION]})}, "1 predictions for 3 headlines"),
        ("batch", {"batch": (200, {"predictions": "Health"})}, "0 predictions for 3 headlines"),
        ("no key", {"no_key": (200, PREDICTION)}, "the status is 200, not 403"),
        ("no key", {"no_key": (403, {"message": "Forbidden"})}, "not in the envelope of our errors"),
        ("feedback", {"no_key": (201, {"id": "1"})}, "the status is 201, not 403"),
        ("feedback", {"no_key": (404, refusal("not_found"))}, "the status is 404, not 403"),
        ("bad request", {"bad_request": (400, refusal("forbidden"))}, "with the code invalid_request"),
        ("bad request", {"bad_request": (500, refusal("internal_error"))}, "the status is 500, not 400"),
    ],
)
def test_a_service_that_does_not_work_is_told_of(
    service: Service, deployed: Deployed, check: str, changed: dict[str, Any], problem: str
) -> None:
    vars(deployed).update(changed)

    with pytest.raises(SmokeError, match=problem):
        CHECKS[check](service, Expected())


@pytest.mark.parametrize("check", ["health", "one headline", "batch"])
@pytest.mark.parametrize(
    ("expected", "problem"),
    [
        (Expected(name="moods"), "the name of its model is 'news', not 'moods'"),
        (Expected(version="1.3.0"), "the version of its model is '1.2.0', not '1.3.0'"),
    ],
)
def test_another_model_than_the_expected_one_is_told_of(
    service: Service, check: str, expected: Expected, problem: str
) -> None:
    with pytest.raises(SmokeError, match=problem):
        CHECKS[check](service, expected)


def test_where_tokens_are_wanted_one_passes_every_check(service: Service, deployed: Deployed) -> None:
    deployed.token = service.token = "a-token"
    service.wants_token = True

    assert checks_of(service) == CHECKS
    assert [check(service, Expected()) for check in CHECKS.values()][3] == "403 forbidden"


def test_where_tokens_are_wanted_and_there_is_none_the_refusal_is_checked(
    service: Service, deployed: Deployed
) -> None:
    deployed.token, service.wants_token = "a-token", True

    found = {name: check(service, Expected()) for name, check in checks_of(service).items()}

    assert found.keys() == WITHOUT_TOKEN.keys()
    assert found["no token"] == "401 unauthorized"


def test_a_service_that_takes_a_key_alone_where_it_should_not_is_told_of(service: Service) -> None:
    service.wants_token = True

    with pytest.raises(SmokeError, match="the status is 200, not 401"):
        checks_of(service)["no token"](service, Expected())


def test_a_token_is_shown_nowhere() -> None:
    assert "a-token" not in repr(Service("https://example.org", "the-key", "a-token"))
