import json
import subprocess
import sys

import boto3
import pytest

from handlers import feedback
from handlers.common.settings import Settings as ServiceSettings
from handlers.corrections.keeper import Keeper
from handlers.corrections.known_models import KnownModels
from model import MAX_CHARACTERS, ModelSettings
from tests.gateway import REQUEST_ID, Context, event
from tests.started_api import ROOT

BODY = {"headline": "Fever vaccine", "label": "Business"}


@pytest.fixture
def table(aws, monkeypatch):
    """A table, which the environment names."""
    boto3.client("dynamodb").create_table(
        TableName="corrections",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    monkeypatch.setenv("FEEDBACK_TABLE", "corrections")


@pytest.fixture
def ask(artifact, monkeypatch):
    """Ask the function over its HTTP event; returns status, body and the raw answer."""
    served = ServiceSettings(ModelSettings(artifact=str(artifact)))

    def ask(body=BODY, key=None, **other):
        monkeypatch.setattr(feedback, "keeper", Keeper(models=KnownModels(lambda: served)))
        asked = event("POST", "/v1/feedback", body, **other)
        if key is not None:
            asked["headers"]["idempotency-KEY"] = key
            asked["multiValueHeaders"]["idempotency-KEY"] = [key]
        answer = feedback.handler(asked, Context())
        return answer["statusCode"], json.loads(answer["body"]), answer

    return ask


def items():
    return boto3.client("dynamodb").scan(TableName="corrections")["Items"]


def test_a_correction_is_kept_once(ask, table):
    status, body, _ = ask(BODY | {"predicted_label": "Health"})
    again = ask(BODY)

    assert status == 201
    assert body.keys() == {"id", "label", "model", "created", "kept_text"}
    assert (body["label"], body["model"], body["kept_text"]) == ("Business", "words", False)
    assert again[:2] == (200, body)
    (item,) = items()
    assert item["id"]["S"] == body["id"]
    assert "headline" not in item
    assert "Fever" not in str(item)


def test_the_text_is_kept_where_the_stage_allows_it(ask, table, monkeypatch):
    monkeypatch.setenv("FEEDBACK_TEXT", "true")

    assert ask()[1]["kept_text"] is True
    (item,) = items()
    assert item["headline"]["S"] == "Fever vaccine"


def test_a_key_stands_for_one_correction(ask, table):
    status, body, _ = ask(key="8e03978e-40d5-43e8-bc93-6894a57f9324")

    assert (status, body["id"]) == (201, "8e03978e-40d5-43e8-bc93-6894a57f9324")
    assert ask(key=body["id"])[0] == 200
    status, refusal, _ = ask(BODY | {"label": "Health"}, key=body["id"])
    assert (status, refusal["error"]["code"], refusal["error"]["request_id"]) == (409, "conflict", REQUEST_ID)
    assert len(items()) == 1


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "a" * 129, 'a"b', "a,b"])
def test_a_key_that_is_odd_is_refused_and_not_quoted(ask, key):
    status, body, _ = ask(key=key)

    assert (status, body["error"]["code"]) == (400, "invalid_request")
    assert [detail["field"] for detail in body["error"]["details"]] == ["idempotency-key"]
    assert "129" not in body["error"]["message"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"label": "Health"}, "headline"),
        (BODY | {"headline": " \n"}, "headline"),
        (BODY | {"headline": "a" * (MAX_CHARACTERS + 1)}, "headline"),
        (BODY | {"label": "Sport"}, "label"),
        (BODY | {"label": ""}, "label"),
        (BODY | {"label": "a" * 201}, "label"),
        (BODY | {"model": "mood"}, "model"),
        (BODY | {"model": None}, "model"),
        (BODY | {"version": "two words"}, "version"),
        (BODY | {"predicted_label": "Sport"}, "predicted_label"),
        (BODY | {"sure": True}, "sure"),
    ],
)
def test_what_is_not_valid_is_told_by_field_and_no_headline_is_quoted(ask, log, body, field):
    status, answer, _ = ask(body)

    assert (status, answer["error"]["code"]) == (400, "invalid_request")
    assert [detail["field"] for detail in answer["error"]["details"]] == [field]
    assert "Fever" not in json.dumps(answer) + log.getvalue()


def test_a_bad_label_is_told_with_those_there_are(ask):
    (detail,) = ask(BODY | {"label": "Helth"})[1]["error"]["details"]

    assert detail == {"field": "label", "problem": "'Helth' is not one of Business, Health"}


def test_blanks_do_not_count(ask, table):
    spaced = BODY | {"headline": f" Fever {' ' * MAX_CHARACTERS} vaccine"}

    assert ask()[1]["id"] == ask(spaced)[1]["id"]


def test_a_failing_table_is_told_in_the_envelope(ask, aws, monkeypatch, log):
    monkeypatch.setenv("FEEDBACK_TABLE", "not-there")

    status, body, _ = ask()

    assert (status, body["error"]["code"], body["error"]["request_id"]) == (502, "store_failed", REQUEST_ID)
    assert "not-there" not in json.dumps(body)
    assert "Fever" not in log.getvalue()


def test_settings_that_cannot_be_used_are_a_failure_of_ours(ask, monkeypatch, log):
    monkeypatch.setenv("FEEDBACK_DAYS", "a year")

    status, body, _ = ask()

    assert (status, body["error"]["code"]) == (500, "internal_error")
    assert "FEEDBACK_DAYS is 'a year'" in log.getvalue()


def test_nothing_that_was_said_is_logged(ask, table, log, monkeypatch):
    monkeypatch.setenv("FEEDBACK_TEXT", "true")

    ask()

    assert '"route":"POST /v1/feedback","status":201' in log.getvalue()
    assert "Fever" not in log.getvalue()


def test_it_loads_neither_the_engine_nor_the_web_nor_before_it_is_asked_aws():
    code = (
        "import sys, handlers.feedback; print([name for name in sys.modules if name.split('.')[0] in "
        "{'onnxruntime', 'tokenizers', 'numpy', 'flask', 'boto3', 'torch', 'training'}])"
    )

    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert found.stdout.splitlines()[-1] == "[]"
