import json

import pytest

from handlers.common import gateway
from handlers.common.errors import ApiError
from tests.gateway import REQUEST_ID, Context, event


def test_a_refusal_is_the_envelope_with_its_headers():
    answer = gateway.refuse(ApiError("not_ready", "the model is not ready", retry_after=5), "an id")

    assert answer["statusCode"] == 503
    assert answer["multiValueHeaders"] == {"Content-Type": ["application/json"], "Retry-After": ["5"]}
    assert json.loads(answer["body"])["error"]["request_id"] == "an id"


@pytest.mark.parametrize("origin", ["https://desk.example.com", "*"])
def test_a_site_that_is_allowed_may_read_it(monkeypatch, origin):
    monkeypatch.setattr(gateway, "CORS_ORIGIN", origin)

    headers = gateway.reply(200, {})["multiValueHeaders"]

    assert headers["Access-Control-Allow-Origin"] == [origin]
    assert headers["Access-Control-Expose-Headers"] == ["Retry-After"]


def test_no_other_site_may_unless_told():
    assert "Access-Control-Allow-Origin" not in gateway.reply(200, {})["multiValueHeaders"]


def test_a_request_is_known_by_the_gateways_id_or_else_by_lambdas():
    assert gateway.request_id(event("GET", "/"), Context()) == REQUEST_ID
    assert gateway.request_id({"requestContext": None}, Context()) == Context().aws_request_id
