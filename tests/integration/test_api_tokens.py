"""The API over HTTP, where callers need a token beside the key."""

import time

import pytest

from tests.issuer import AUDIENCE, KEYS, Certificates, SigningKey, issuing
from tests.started_api import PATIENCE, started_api

SCOPE = "news/classify"
BODY = {"headline": "New treatment for ADHD discovered"}


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    certificates = Certificates(tmp_path_factory.mktemp("certificates"))
    with issuing(certificates) as issuer, pytest.MonkeyPatch.context() as environment:
        environment.setenv("SSL_CERT_FILE", str(certificates.authority))
        yield issuer


@pytest.fixture(scope="module")
def api(issuer, node, tmp_path_factory):
    parameters = (f"jwtIssuer={issuer.url}", f"jwtAudience=another,{AUDIENCE}", f"jwtScope={SCOPE}")
    with started_api(tmp_path_factory.mktemp("api"), *parameters) as api:
        yield api


@pytest.fixture(scope="module")
def client(api):
    with api.client() as client:
        yield client


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def error(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_callers_come_back_while_the_issuer_fails_and_then_they_are_answered(client, issuer):
    def ask():
        return client.post("/v1/classify", json=BODY, headers=bearer(issuer.token(scope=SCOPE)))

    issuer.answers[KEYS] = (500, b"", {})
    answer = ask()
    issuer.answers.clear()

    assert error(answer) == (503, "not_ready")
    assert answer.headers["Retry-After"] == "5"
    end = time.monotonic() + PATIENCE
    while (answer := ask()).status_code == 503 and time.monotonic() < end:
        time.sleep(0.5)
    assert answer.status_code == 200
    assert answer.json()["predicted_label"] == "Health"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("POST", "/v1/classify"), ("POST", "/v1/classify/batch"), ("POST", "/v1/models/news/classify")),
        *(("GET", "/v1/models"), ("GET", "/v1/models/news")),
    ],
)
def test_no_route_with_a_key_is_answered_without_a_token(client, method, path):
    answer = client.request(method, path)

    assert error(answer) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_poor_token_is_unauthorized(client, issuer):
    other = SigningKey(issuer.keys[0].name)
    for token in ("a.b.c", issuer.token(exp=1_000_000), issuer.token(other), issuer.token(aud="third")):
        answer = client.post("/v1/classify", json=BODY, headers=bearer(token))

        assert error(answer) == (401, "unauthorized")


def test_one_without_the_scope_is_denied(client, issuer):
    answer = client.post("/v1/classify", json=BODY, headers=bearer(issuer.token(scope="news/read")))

    assert error(answer) == (403, "forbidden")
    assert answer.json()["error"]["message"] == "access is denied"


def test_a_token_is_no_key(api, issuer):
    with api.client(with_key=False) as stranger:
        answer = stranger.post("/v1/classify", json=BODY, headers=bearer(issuer.token(scope=SCOPE)))

    assert error(answer) == (403, "forbidden")
    assert "x-api-key" in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/", "/v1/health", "/openapi.json", "/docs"])
def test_what_is_open_stays_open(api, path):
    with api.client(with_key=False) as stranger:
        assert stranger.get(path).status_code == 200


def test_no_token_is_logged(client, api, issuer):
    token = issuer.token(scope=SCOPE)

    assert client.post("/v1/classify", json=BODY, headers=bearer(token)).status_code == 200

    assert token not in api.output
