import pytest

from benchmarks.loopback import QuietHandler, serving_on_loopback
from infrastructure.free_port import free_port
from infrastructure.smoke.errors import SmokeError
from infrastructure.smoke.service import Service


def test_the_key_is_not_shown() -> None:
    assert "the-key" not in repr(Service("https://api.example", "the-key"))


def test_an_address_has_a_scheme() -> None:
    with pytest.raises(SmokeError, match=r"'api\.example' is no address"):
        Service("api.example", "the-key")


def test_a_service_nobody_answers_for_is_told_of() -> None:
    service = Service(f"http://127.0.0.1:{free_port()}", "the-key")

    with pytest.raises(SmokeError, match="there is no answer"):
        service.ask("GET", "/v1/health")


def test_a_redirect_is_not_followed_for_the_key_would_go_along() -> None:
    class Handler(QuietHandler):
        def do_GET(self) -> None:
            self.reply(302, headers={"Location": "/elsewhere"} if self.path == "/v1/health" else {})

    with serving_on_loopback(Handler) as port:
        answer = Service(f"http://127.0.0.1:{port}", "the-key").ask("GET", "/v1/health")

    assert (answer.status, answer.body) == (302, {})
