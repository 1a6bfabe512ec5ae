import hashlib
import json

import boto3
import pytest
from moto.server import ThreadedMotoServer

from training.data.feedback.correction import Correction, read_correction


def content_of(number, headline, label, *, key=None, **more):
    """Return the keys of a correction as the service keeps them; of a later minute, the higher the number."""
    return {
        "id": f"id-{number}",
        "headline_key": key or hashlib.sha256(headline.encode()).hexdigest(),
        "headline": headline,
        "label": label,
        "model": "news",
        "version": "1.0.0",
        "created": f"2026-11-{1 + number // 1440:02}T{number // 60 % 24:02}:{number % 60:02}:00.000Z",
        "expires": 4_000_000_000,
        **more,
    }


@pytest.fixture
def content():
    return content_of


@pytest.fixture
def correction():
    """Return what makes a correction of a headline; without its text where `text` is None."""

    def make(number, headline, label, *, with_text=True, **more):
        content = content_of(number, headline, label, **more)
        made = read_correction("corrections.jsonl", number, content)
        assert isinstance(made, Correction), made
        return made if with_text else made._replace(text=None)

    return make


@pytest.fixture
def jsonl(write):
    """Return what writes contents as JSON Lines."""

    def make(name, *contents):
        return write(name, *(json.dumps(content) for content in contents))

    return make


@pytest.fixture(scope="module")
def dynamodb():
    """A real DynamoDB API on loopback."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(boto3, "DEFAULT_SESSION", None)  # it keeps what the environment was
        patch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.delenv("AWS_DEFAULT_REGION", raising=False)
        patch.setenv("AWS_REGION", "us-east-1")
        yield boto3.client("dynamodb", "us-east-1")
    server.stop()


@pytest.fixture
def table(dynamodb):
    """Return what makes a table of contents, and returns its name."""
    made = []

    def make(*contents):
        name = f"corrections-{len(made)}"
        dynamodb.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        made.append(name)
        for content in contents:
            item = {
                key: {"N": str(value)} if isinstance(value, int) else {"S": value}
                for key, value in content.items()
            }
            dynamodb.put_item(TableName=name, Item=item)
        return name

    yield make
    for name in made:
        dynamodb.delete_table(TableName=name)
