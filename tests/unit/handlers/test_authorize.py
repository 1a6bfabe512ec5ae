import io
import json

import pytest

from handlers import authorize
from tests.gateway import Context
from tests.issuer import AUDIENCE, KEYS, SUBJECT, Certificates, SigningKey, issuing

METHOD = "arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/prod/POST/v1/models/news/classify"
STAGE = "arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/prod/*/*"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def issuer(certificates, monkeypatch):
    with issuing(certificates) as issuer:
        monkeypatch.setenv("JWT_ISSUER", issuer.url)
        monkeypatch.setenv("JWT_AUDIENCE", AUDIENCE)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
        yield issuer


@pytest.fixture(autouse=True)
def anew():
    """Nothing is kept of the test before."""
    yield
    authorize.settings.cache_clear()
    authorize.tokens.cache_clear()


@pytest.fixture
def log():
    """What the function logs, as text."""
    stream = io.StringIO()
    before = authorize.logger.registered_handler.setStream(stream)
    yield stream
    authorize.logger.registered_handler.setStream(before)


def ask(header):
    return authorize.handler({"type": "TOKEN", "authorizationToken": header, "methodArn": METHOD}, Context())


def failure(header):
    with pytest.raises(Exception) as failed:
        ask(header)
    assert failed.value.__cause__ is None
    assert failed.value.__suppress_context__
    return str(failed.value)


def test_a_good_token_opens_every_route_of_the_stage(issuer):
    assert ask(f"Bearer {issuer.token(client_id='page', scope='b a')}") == {
        "principalId": SUBJECT,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": STAGE}],
        },
        "context": {"client": "page", "scope": "a b"},
    }


def test_the_keys_are_fetched_once(issuer):
    for _ in range(3):
        ask(f"bearer {issuer.token()}")

    assert issuer.asked.count(KEYS) == 1


@pytest.mark.parametrize(
    ("scope", "effect"),
    [("news/classify news/read", "Allow"), ("news/classify-not", "Deny"), ("", "Deny"), (None, "Deny")],
)
def test_a_scope_that_is_missing_closes_them(issuer, monkeypatch, scope, effect):
    monkeypatch.setenv("JWT_SCOPE", "news/classify")

    (statement,) = ask(f"Bearer {issuer.token(scope=scope)}")["policyDocument"]["Statement"]

    assert (statement["Effect"], statement["Resource"]) == (effect, STAGE)


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic bWU6cHc=", "Bearer a.b.c", "Bearer  ", "garbage"]
)
def test_anything_else_is_unauthorized(issuer, header):
    assert failure(header) == "Unauthorized"
    assert not issuer.asked


@pytest.mark.parametrize("scheme", ["", "Basic ", "Bearer: "])
def test_a_good_token_with_another_scheme_is_unauthorized(issuer, scheme):
    assert failure(f"{scheme}{issuer.token()}") == "Unauthorized"


def test_a_token_of_somebody_else_is_unauthorized(issuer):
    assert failure(f"Bearer {issuer.token(SigningKey('first'))}") == "Unauthorized"


def test_where_the_issuer_fails_it_is_a_failure_of_ours(issuer, log):
    issuer.answers[KEYS] = (500, b"", {})

    assert failure(f"Bearer {issuer.token()}") == "no token can be checked"
    (line,) = map(json.loads, log.getvalue().splitlines())
    assert (line["level"], line["error"]) == ("ERROR", "IssuerError")
    assert line["reason"].endswith("/keys answers 500")


def test_settings_that_cannot_be_used_let_nobody_in(issuer, monkeypatch, log):
    monkeypatch.setenv("JWT_AUDIENCE", "")

    assert failure(f"Bearer {issuer.token()}") == "no token can be checked"
    assert "JWT_AUDIENCE names nobody" in log.getvalue()


def test_what_nobody_has_foreseen_lets_nobody_in(issuer, monkeypatch, log):
    token = issuer.token()
    monkeypatch.setattr(authorize, "Documents", lambda: 1 / 0)

    assert failure(f"Bearer {token}") == "the token could not be checked"
    assert "ZeroDivisionError" in log.getvalue()


def test_neither_token_nor_claims_are_logged(issuer, monkeypatch, log):
    monkeypatch.setenv("JWT_SCOPE", "secret-scope")
    good, poor = issuer.token(scope="secret-scope"), issuer.token()
    expired, other = (
        issuer.token(exp=1_000_000),
        issuer.token(SigningKey("secret-name"), aud="secret-audience"),
    )

    ask(f"Bearer {good}")
    ask(f"Bearer {poor}")
    for token in (expired, other):
        assert failure(f"Bearer {token}") == "Unauthorized"

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [(line["message"], line.get("reason")) for line in lines] == [
        ("allowed", None),
        ("denied", None),
        ("refused", "ExpiredSignatureError"),
        ("refused", "UnknownKey"),
    ]
    for told in (*good.split("."), *expired.split("."), *other.split("."), SUBJECT, "secret", issuer.url):
        assert told not in log.getvalue()
