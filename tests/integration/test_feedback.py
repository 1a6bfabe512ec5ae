"""Corrections over HTTP, kept in a file by the API as `make start` runs it."""

import json
import os

import anyio
import httpx
import pytest

from tests.started_api import DIRECT


@pytest.fixture
def kept(api):
    """Return the lines of the file about a headline."""

    def kept(headline):
        lines = api.corrections.read_text(encoding="utf-8").splitlines()
        return [found for line in lines if (found := json.loads(line))["headline"] == headline]

    return kept


def test_a_correction_of_a_prediction_is_kept_with_what_was_predicted(client, kept):
    headline = "Vaccine maker raises forecast"
    prediction = client.post("/v1/classify", json={"headline": headline}).json()
    model = prediction["model"]
    said = {"headline": headline, "label": "Science", "predicted_label": prediction["predicted_label"]}

    response = client.post("/v1/feedback", json=said | {"model": model["name"], "version": model["version"]})

    assert response.status_code == 201
    answer = response.json()
    (line,) = kept(headline)
    assert line.items() >= (said | {"model": model["name"], "version": model["version"]}).items()
    assert (line["id"], line["created"]) == (answer["id"], answer["created"])
    assert answer["kept_text"] is True


def test_a_key_stands_for_one_correction(client, kept):
    headline = "A headline with a key"
    headers = {"Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324"}

    answers = [
        client.post("/v1/feedback", json={"headline": headline, "label": label}, headers=headers)
        for label in ("Science", "Science", "Health")
    ]

    assert [answer.status_code for answer in answers] == [201, 200, 409]
    assert answers[1].json() == answers[0].json()
    assert answers[0].json()["id"] == headers["Idempotency-Key"]
    assert answers[2].json()["error"]["code"] == "conflict"
    assert [line["label"] for line in kept(headline)] == ["Science"]


def test_of_many_at_once_one_is_kept(api, kept):
    headline, answers = "A headline that everybody corrects", []

    async def ask(client):
        answers.append(await client.post("/v1/feedback", json={"headline": headline, "label": "Health"}))

    async def ask_all():
        headers = {"x-api-key": api.key}
        async with (
            httpx.AsyncClient(base_url=api.url, headers=headers, **DIRECT) as client,
            anyio.create_task_group() as group,
        ):
            for _ in range(40):
                group.start_soon(ask, client)

    anyio.run(ask_all)

    assert sorted(answer.status_code for answer in answers) == [200] * 39 + [201]
    assert len({answer.text for answer in answers}) == 1
    assert len(kept(headline)) == 1
    assert 1 <= len(api.processes("handlers/feedback")) <= len(os.sched_getaffinity(0))
