import json

import pytest
from openapi_spec_validator import validate

from handlers import routes
from handlers.common import documentation
from handlers.common.responses import ERRORS, FEEDBACK


@pytest.fixture(scope="module")
def description():
    return json.loads(documentation.specification(routes.described()))


def operations(description):
    return {
        (method.upper(), path): operation
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    }


def test_description_is_valid_openapi(description):
    validate(description)
    assert description["openapi"].startswith("3.1")


def test_every_route_is_described(description):
    assert set(operations(description)) == {
        ("POST", "/v1/classify"),
        ("POST", "/v1/classify/batch"),
        ("POST", "/v1/models/{model}/classify"),
        ("GET", "/v1/models"),
        ("GET", "/v1/models/{model}"),
        ("GET", "/v1/health"),
        ("POST", "/v1/feedback"),
    }


def test_only_health_needs_no_key(description):
    keyless = [route for route, operation in operations(description).items() if "security" not in operation]

    assert keyless == [("GET", "/v1/health")]
    assert description["components"]["securitySchemes"]["key"] == {
        "type": "apiKey", "name": "x-api-key", "in": "header",
    }  # fmt: skip


def test_every_error_has_the_envelope(description):
    for route, operation in operations(description).items():
        assert "422" not in operation["responses"], route
        for status, response in operation["responses"].items():
            if not status.startswith("2"):
                assert int(status) in {*ERRORS, *FEEDBACK}
                assert response["content"]["application/json"]["schema"] == {
                    "$ref": "#/components/schemas/ErrorEnvelope"
                }


def test_every_route_has_an_example_with_its_answer(description):
    for route, operation in operations(description).items():
        answers = [one for status, one in operation["responses"].items() if status.startswith("2")]
        assert answers, route
        for answer in answers:
            assert answer["content"]["application/json"]["examples"], route
        if route[0] == "POST":
            assert operation["requestBody"]["content"]["application/json"]["examples"], route


def test_page_holds_the_description(description):
    page = documentation.page(routes.described(), "/dev")

    start = page.index("spec: {") + len("spec: ")
    shown, _ = json.JSONDecoder().raw_decode(page[start:])
    assert shown == description | {"servers": [{"url": "/dev"}]}
