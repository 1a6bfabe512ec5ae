import json
import os
import shutil
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import anyio
import httpx
import pytest

from model import MAX_CHARACTERS, explain
from tests.started_api import DIRECT, ROOT, started_api

HEADLINE = "New treatment for ADHD discovered"
HEADLINES = [
    "Study links poor sleep to higher risk of heart disease",
    "Toyota unifying North American operations at new Texas home",
    "Hubble telescope takes its most awesome photo ever",
    "Singer's new album debuts at number one",
]
TOPICS = [
    "vaccine",
    "shares",
    "galaxy",
    "album",
    "hospital",
    "merger",
    "smartphone",
    "movie",
    "virus",
    "bank",
]
JSON = {"content-type": "application/json"}
UNFIT = "the body does not fit the schema of this route; openapi.json has it"


def predicted(classifier, headline):
    return asdict(classifier.classify([headline])[0])


def refused(response, status, code):
    """Check that an answer is an error in the one envelope; return the error."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("application/json")
    body = response.json()
    assert body.keys() == {"error"}
    assert body["error"].keys() == {"code", "message", "details", "request_id"}
    assert body["error"]["code"] == code
    assert str(uuid.UUID(body["error"]["request_id"])) == body["error"]["request_id"]
    return body["error"]


def test_start_says_where_it_is_and_how_to_call_it(api):
    shown = api.url.replace("127.0.0.1", "localhost")

    assert f"{shown}/#key={api.key}" in api.output
    assert f"curl {shown}/v1/classify -H 'x-api-key: {api.key}'" in api.output


def test_start_needs_no_bundle(tmp_path, node):
    root = tmp_path / "newsdesk"
    root.mkdir()
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, root)
        elif path.name not in {".git", ".serverless", "build"}:
            (root / path.name).symlink_to(path)

    with started_api(tmp_path, root=root) as api, api.client() as client:
        assert client.get("/v1/health").json()["status"] == "ready"


@pytest.mark.parametrize(
    "body",
    [{"headline": HEADLINE}, {"inputs": HEADLINE}, {"query": {"headline": HEADLINE}}],
    ids=lambda body: next(iter(body)),
)
def test_one_headline_in_each_form(client, classifier, body):
    response = client.post("/v1/classify", json=body)

    assert response.status_code == 200
    assert response.json() == predicted(classifier, HEADLINE)
    assert response.json()["predicted_label"] == "Health"


def test_explanation(client, classifier):
    prediction, weights = explain(classifier, HEADLINE)

    response = client.post("/v1/classify", params={"explain": "true"}, json={"headline": HEADLINE})

    assert response.status_code == 200
    assert response.json() == asdict(prediction) | {"explanation": [asdict(weight) for weight in weights]}


def test_batch(client, classifier):
    response = client.post("/v1/classify/batch", json={"headlines": HEADLINES})

    assert response.status_code == 200
    answers = response.json()["predictions"]
    assert answers == [asdict(prediction) for prediction in classifier.classify(HEADLINES)]
    assert [one["predicted_label"] for one in answers] == ["Health", "Business", "Science", "Entertainment"]


def test_named_model(client, classifier):
    name = classifier.manifest.name

    response = client.post(f"/v1/models/{name}/classify", json={"inputs": HEADLINE})

    assert response.status_code == 200
    assert response.json() == predicted(classifier, HEADLINE)


def test_models(client, classifier):
    manifest = classifier.manifest

    models = client.get("/v1/models").json()["models"]

    assert [model["name"] for model in models] == [manifest.name]
    assert models[0]["version"] == manifest.version
    assert models[0]["labels"] == list(manifest.labels)
    assert models[0]["metrics"] == manifest.metrics
    assert client.get(f"/v1/models/{manifest.name}").json() == models[0]


def test_health_needs_no_key(stranger, classifier):
    response = stranger.get("/v1/health")

    assert response.status_code == 200
    manifest = classifier.manifest
    assert response.json() == {
        "status": "ready",
        "model": {"name": manifest.name, "version": manifest.version, "backend": "local"},
    }


def test_description_needs_no_key_and_is_the_committed_one(stranger):
    response = stranger.get("/openapi.json")

    assert response.status_code == 200
    assert response.text == (ROOT / "openapi.json").read_text(encoding="utf-8")
    assert "swagger" in stranger.get("/docs").text


def test_page_needs_no_key(stranger):
    response = stranger.get("/")

    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "headline",
    [
        "😀 vaccine",
        "\ud83d\ude00 joined",
        "\ud800 half a pair",
        "\u202eright to left",
        "é" * MAX_CHARACTERS,
        "<b>&amp;</b>",
    ],
    ids=ascii,
)
def test_any_text_travels(client, classifier, headline):
    response = client.post("/v1/classify", content=json.dumps({"headline": headline}), headers=JSON)

    assert response.status_code == 200
    assert response.json() == predicted(classifier, headline)


def test_text_travels_unescaped_too(client, classifier):
    body = json.dumps({"headline": "naïve 😀 Привет"}, ensure_ascii=False).encode()

    response = client.post("/v1/classify", content=body, headers=JSON)

    assert response.json() == predicted(classifier, "naïve 😀 Привет")


def test_longest_batch_fits(client):
    body = json.dumps({"headlines": ["\U0001f600" * MAX_CHARACTERS] * 128})

    response = client.post("/v1/classify/batch", content=body, headers=JSON)

    assert response.status_code == 200
    assert len(response.json()["predictions"]) == 128


KEYED = [
    ("POST", "/v1/classify"),
    ("POST", "/v1/classify/batch"),
    ("POST", "/v1/models/news/classify"),
    ("POST", "/v1/feedback"),
    ("GET", "/v1/models"),
    ("GET", "/v1/models/news"),
]


@pytest.mark.parametrize(("method", "path"), KEYED)
@pytest.mark.parametrize("key", [None, "", "wrong"], ids=["missing", "empty", "wrong"])
def test_key_is_needed(stranger, method, path, key):
    headers = {} if key is None else {"x-api-key": key}

    response = stranger.request(method, path, json={"headline": HEADLINE}, headers=headers)

    error = refused(response, 403, "forbidden")
    assert error["message"] == "the header x-api-key is missing or holds no valid key"


@pytest.mark.parametrize("path", ["/v1/classify", "/v1/classify/batch", "/v1/models/news/classify"])
@pytest.mark.parametrize("content", ['{"headline": "Fever', "[]", "7", "\ufeff{}", "{'headline': 'x'}", ""])
def test_malformed_json_is_refused_by_the_gateway(client, path, content):
    error = refused(client.post(path, content=content, headers=JSON), 400, "invalid_request")

    assert error["message"] == UNFIT


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/classify", {}),
        ("/v1/classify", {"headline": 12345}),
        ("/v1/classify", {"inputs": ""}),
        ("/v1/classify", {"headline": "secret", "inputs": "secret"}),
        ("/v1/classify", {"headline": "secret", "parameters": {}}),
        ("/v1/models/news/classify", {"query": {"secret": "secret"}}),
        ("/v1/classify/batch", {"headlines": []}),
        ("/v1/classify/batch", {"headlines": ["secret"] * 129}),
        ("/v1/classify/batch", {"headlines": ["secret", 7]}),
        ("/v1/feedback", {"headline": "secret"}),
        ("/v1/feedback", {"headline": "secret", "label": "Health", "sure": True}),
    ],
)
def test_what_breaks_the_schema_is_refused_by_the_gateway_and_not_quoted(client, path, body):
    response = client.post(path, json=body)

    error = refused(response, 400, "invalid_request")
    assert (error["message"], error["details"]) == (UNFIT, [])
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/v1/classify", {"inputs": "  "}, "inputs"),
        ("/v1/classify", {"query": {"headline": "secret " * 200}}, "query.headline"),
        ("/v1/classify?explain=secret", {"headline": "secret"}, "explain"),
        ("/v1/classify/batch", {"headlines": ["secret", " "]}, "headlines[1]"),
        ("/v1/feedback", {"headline": "secret", "label": "Helth"}, "label"),
        ("/v1/feedback", {"headline": "secret " * 200, "label": "Health"}, "headline"),
    ],
)
def test_what_the_function_refuses_names_the_field_and_does_not_quote_it(client, path, body, field):
    response = client.post(path, json=body)

    error = refused(response, 400, "invalid_request")
    assert [detail["field"] for detail in error["details"]] == [field]
    assert all(detail["problem"] for detail in error["details"])
    assert "secret" not in response.text


def test_blanks_do_not_count(client, classifier):
    response = client.post("/v1/classify", json={"headline": f"{HEADLINE}{' ' * MAX_CHARACTERS}"})

    assert response.json() == predicted(classifier, HEADLINE)


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_wrong_media_type(client, media_type):
    response = client.post(
        "/v1/classify", content='{"headline": "Fever"}', headers={"content-type": media_type}
    )

    assert media_type in refused(response, 415, "unsupported_media_type")["message"]


@pytest.mark.parametrize("megabytes", [3, 11], ids=["the function refuses", "the gateway refuses"])
def test_body_too_large(client, megabytes):
    content = '{"headline": "' + "a" * megabytes * 1024 * 1024 + '"}'

    refused(client.post("/v1/classify", content=content, headers=JSON), 413, "payload_too_large")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/models/mood"), ("POST", "/v1/models/mood/classify")]
)
def test_unknown_model(client, classifier, method, path):
    response = client.request(method, path, json={"headline": HEADLINE})

    error = refused(response, 404, "not_found")
    assert error["message"] == f"there is no model 'mood'; there are: {classifier.manifest.name}"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/nothing"),
        ("POST", "/v1/nothing"),
        ("GET", "/v1/classify"),
        ("DELETE", "/v1/classify"),
        ("GET", "/v2"),
    ],
)
def test_unknown_route(client, method, path):
    refused(client.request(method, path), 404, "not_found")


def test_200_at_once_are_all_answered_and_all_right(api, classifier):
    headlines = [f"{HEADLINES[n % 4]} {TOPICS[n // 4 % 10]} {n}" for n in range(200)]
    with ThreadPoolExecutor() as pool:
        expected = list(pool.map(lambda headline: predicted(classifier, headline), headlines))
    answers = [None] * len(headlines)

    async def ask(client, index):
        answers[index] = await client.post("/v1/classify", json={"headline": headlines[index]})

    async def ask_all():
        limits = httpx.Limits(max_connections=len(headlines))
        headers = {"x-api-key": api.key}
        async with (
            httpx.AsyncClient(base_url=api.url, headers=headers, limits=limits, **DIRECT) as client,
            anyio.create_task_group() as group,
        ):
            for index in range(len(headlines)):
                group.start_soon(ask, client, index)

    anyio.run(ask_all)

    assert [answer.status_code for answer in answers] == [200] * len(headlines)
    assert [answer.json() for answer in answers] == expected
    assert 1 <= len(api.processes("handlers/classify")) <= len(os.sched_getaffinity(0))


def test_function_that_hangs_is_given_up(api, stranger):
    processes = api.processes("handlers/web")
    assert processes
    for process in processes:
        process.suspend()
    try:
        response = stranger.get("/")
    finally:
        for process in processes:
            process.resume()

    refused(response, 504, "timeout")
    assert stranger.get("/").status_code == 200


def test_nothing_that_was_said_is_logged(api, client):
    client.post("/v1/classify", json={"headline": "Zyzzyva outbreak"})
    client.post("/v1/classify", json={"headline": "Zyzzyva outbreak", "more": "Zyzzyva"})
    client.post("/v1/classify", content='{"headline": "Zyzzyva', headers=JSON)
    client.post("/v1/feedback", json={"headline": "Zyzzyva outbreak", "label": "Health"})
    client.post("/v1/feedback", json={"headline": "Zyzzyva outbreak", "label": "Nothing"})

    assert '"route":"POST /v1/classify"' in api.output
    assert '"route":"POST /v1/feedback"' in api.output
    assert "Zyzzyva" not in api.output
