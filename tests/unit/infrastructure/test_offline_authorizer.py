import pytest

from handlers import authorize
from infrastructure.offline_authorizer import handler
from tests.gateway import Context


@pytest.fixture(autouse=True)
def anew():
    """No settings are kept for another test."""
    yield
    authorize.settings.cache_clear()
    authorize.tokens.cache_clear()


@pytest.mark.parametrize(
    ("issuer", "words"), [("https://issuer.example", "Unauthorized"), ("", "no token can be checked")]
)
def test_what_is_raised_is_returned(monkeypatch: pytest.MonkeyPatch, issuer: str, words: str) -> None:
    monkeypatch.setenv("JWT_ISSUER", issuer)
    monkeypatch.setenv("JWT_AUDIENCE", "page")

    assert handler({"authorizationToken": "Bearer a.b.c", "methodArn": "arn"}, Context()) == words
