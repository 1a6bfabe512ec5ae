"""Corrections in a table of DynamoDB, played by moto over HTTP, and by a server that says what moto does not."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from cfnlint.decode import cfn_yaml
from moto.dynamodb.models import DynamoDBBackend

from benchmarks.loopback import QuietHandler, serving_on_loopback
from handlers.common.errors import ApiError
from handlers.corrections import table
from handlers.corrections.table import Table
from infrastructure.free_port import free_port
from tests.started_api import ROOT
from tests.unit.handlers.corrections.conftest import DAY, NOON

TEMPLATE = ROOT / "infrastructure/feedback.yml"


@pytest.fixture
def store(aws):
    """A table as it is deployed."""
    properties = cfn_yaml.load(TEMPLATE)["Resources"]["FeedbackTable"]["Properties"]
    made = ("BillingMode", "AttributeDefinitions", "KeySchema")
    told = json.loads(json.dumps({name: properties[name] for name in made}))
    boto3.client("dynamodb").create_table(TableName="corrections", **told)
    return Table("corrections")


def items():
    return boto3.client("dynamodb").scan(TableName="corrections")["Items"]


def test_a_correction_is_an_item(store, make):
    correction = make(headline="naïve 😀", predicted_label="Business")

    assert store.keep(correction) is correction

    (item,) = items()
    assert item.pop("expires") == {"N": str(correction.expires)}
    assert {name: value["S"] for name, value in item.items()} == {
        name: value for name, value in correction.item().items() if name != "expires"
    }


def test_of_one_id_the_first_is_kept(store, make):
    store.keep(make())

    assert store.keep(make(label="Business", created="2026-05-04T13:00:00.000Z")) == make()
    assert len(items()) == 1


def test_what_has_expired_counts_as_gone_though_it_is_not_deleted_yet(store, make):
    store.keep(make(expires=int(NOON.timestamp())))
    again = make(label="Business", expires=int(NOON.timestamp()) + 2 * DAY)

    assert store.keep(again) is again
    assert store.keep(make()) == again
    assert len(items()) == 1


def test_of_many_at_once_one_is_kept(store, make, monkeypatch):
    # DynamoDB writes on a condition in one go; moto looks, and then writes.
    put, lock = DynamoDBBackend.put_item, threading.Lock()

    def put_alone(*arguments, **named):
        with lock:
            return put(*arguments, **named)

    monkeypatch.setattr(DynamoDBBackend, "put_item", put_alone)
    corrections = [make(predicted_label=str(number)) for number in range(40)]

    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(store.keep, corrections))

    (item,) = items()
    assert {one.predicted_label for one in kept} == {item["predicted_label"]["S"]}
    assert sum(one is correction for one, correction in zip(kept, corrections, strict=True)) == 1


def refused(store, correction):
    with pytest.raises(ApiError) as refusal:
        store.keep(correction)
    assert refusal.value.__cause__ is None
    return refusal.value


def test_a_table_that_is_not_there_is_told_without_its_name(aws, make, log):
    refusal = refused(Table("not-there"), make(headline="Fever"))

    assert (refusal.code, refusal.status, refusal.headers) == ("store_failed", 502, {})
    assert "the table cannot be written: ResourceNotFoundException" in log.getvalue()
    assert "not-there" not in log.getvalue() + str(refusal)
    assert "Fever" not in log.getvalue()


@pytest.mark.parametrize("expires", ["9999999999", "9999999999.5"])
def test_what_is_no_correction_stands_in_the_way(store, make, log, expires):
    boto3.client("dynamodb").put_item(
        TableName="corrections", Item={"id": {"S": "one"}, "expires": {"N": expires}}
    )

    assert refused(store, make()).code == "store_failed"


@pytest.fixture
def answering(aws, monkeypatch):
    """Let DynamoDB answer every request with an error, or not at all for so many seconds."""
    servers = []

    def answering(status=200, name="", seconds=0.0):
        asked = []

        class Handler(QuietHandler):
            def do_POST(self):
                asked.append(self.body())
                time.sleep(seconds)
                kind = {"__type": f"com.amazonaws.dynamodb.v20120810#{name}", "message": "words"}
                self.reply(status, json.dumps(kind).encode())

        serving = serving_on_loopback(Handler)
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{serving.__enter__()}")
        servers.append(serving)
        return asked

    yield answering
    for serving in servers:
        serving.__exit__(None, None, None)


AGAIN = {"throttled": (429, 1), "not_ready": (503, 5), "store_failed": (502, None)}
"""By code: the status, and after how many seconds asking again is of use."""


@pytest.mark.parametrize(
    ("status", "name", "code"),
    [
        (400, "ProvisionedThroughputExceededException", "throttled"),
        (400, "ThrottlingException", "throttled"),
        (400, "RequestLimitExceeded", "throttled"),
        (500, "InternalServerError", "not_ready"),
        (503, "ServiceUnavailable", "not_ready"),
        (400, "AccessDeniedException", "store_failed"),
        (400, "ConditionalCheckFailedException", "store_failed"),
    ],
)
@pytest.mark.usefixtures("log")
def test_a_failure_of_dynamodb_is_told_by_its_kind_alone(answering, make, status, name, code):
    asked = answering(status, name)

    refusal = refused(Table("corrections"), make())

    assert refusal.code == code
    assert (refusal.status, refusal.retry_after) == AGAIN[code]
    assert len(asked) == (1 if code == "store_failed" else 2)
    assert "words" not in str(refusal)


def test_it_is_not_waited_for_for_ever(answering, make, log, monkeypatch):
    monkeypatch.setattr(table, "SECONDS", 0.2)
    asked = answering(seconds=1)

    refusal = refused(Table("corrections"), make())

    assert (refusal.code, refusal.status) == ("timeout", 504)
    assert len(asked) == 2


def test_one_that_cannot_be_reached_may_be_in_a_moment(aws, make, log, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")

    refusal = refused(Table("corrections"), make())

    assert (refusal.code, refusal.headers) == ("not_ready", {"Retry-After": "5"})
