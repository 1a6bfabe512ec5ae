import json

import boto3
import pytest

from tests.fake_service import Answer, FakeService, error, serving
from training.data.errors import DataError
from training.data.feedback.table import table_name, write_table

NOW = 1_800_000_000


def written(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_items_come_in_order_of_time_with_the_keys_in_order(table, content, tmp_path):
    items = [content(number, f"Café {number}", "Health") for number in (3, 1, 2)]
    path = tmp_path / "c.jsonl"

    assert write_table(table(*items), path, now=NOW, progress=False) == 0

    assert written(path) == [items[1], items[2], items[0]]
    assert list(written(path)[0]) == list(items[0])
    assert "Café" in path.read_text()


def test_the_same_items_give_the_same_bytes_in_whatever_order(table, content, tmp_path):
    items = [content(number // 2, f"Flu {number}", "Health", id=f"id-{number}") for number in range(10)]
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"

    write_table(table(*items), one, now=NOW, progress=False)
    write_table(table(*reversed(items)), other, now=NOW, progress=False)

    assert one.read_bytes() == other.read_bytes()


def test_what_has_expired_is_counted_and_left_out(table, content, tmp_path):
    items = [
        content(1, "Old", "Health", expires=NOW),
        content(2, "New", "Health", expires=NOW + 1),
        {key: value for key, value in content(3, "Kept", "Health").items() if key != "expires"},
    ]
    path = tmp_path / "c.jsonl"

    assert write_table(table(*items), path, now=NOW, progress=False) == 1
    assert [item["headline"] for item in written(path)] == ["New", "Kept"]


def test_all_pages_of_a_table_are_read(dynamodb, table, content, tmp_path):
    # given: more than a page of a scan may have, which is 1 MB
    name = table()
    for start in range(0, 300, 25):
        items = [content(number, f"{number} " + "x" * 4000, "Health") for number in range(start, start + 25)]
        puts = [
            {
                "PutRequest": {
                    "Item": {
                        key: {"N": str(value)} if isinstance(value, int) else {"S": value}
                        for key, value in item.items()
                    }
                }
            }
            for item in items
        ]
        dynamodb.batch_write_item(RequestItems={name: puts})
    assert "LastEvaluatedKey" in dynamodb.scan(TableName=name)
    path = tmp_path / "c.jsonl"

    write_table(name, path, now=NOW, progress=False)

    assert [item["id"] for item in written(path)] == [f"id-{number}" for number in range(300)]


def test_other_attributes_are_left_out_and_other_types_come_as_they_are(dynamodb, table, tmp_path):
    name = table()
    item = {"id": {"S": "a"}, "label": {"B": b"x"}, "source_ip": {"S": "10.0.0.1"}, "expires": {"S": "never"}}
    dynamodb.put_item(TableName=name, Item=item)
    path = tmp_path / "c.jsonl"

    write_table(name, path, now=NOW, progress=False)

    assert written(path) == [{"id": "a", "label": {"B": "b'x'"}, "expires": "never"}]


def test_an_empty_table_is_an_empty_file(table, tmp_path):
    path = tmp_path / "c.jsonl"

    assert write_table(table(), path, now=NOW, progress=False) == 0
    assert path.read_bytes() == b""


def test_a_table_that_is_not_there_is_named_with_its_region(dynamodb, tmp_path):
    with pytest.raises(DataError, match=r"^dynamodb://elsewhere does not exist in us-east-1$"):
        write_table("elsewhere", tmp_path / "c.jsonl", now=NOW, progress=False)


def refusal(code):
    return error(400, code, __type=f"com.amazonaws.dynamodb.v20120810#{code}")


@pytest.fixture
def service(monkeypatch):
    """A service that has one page of one item, and then another."""

    def scanned(request):
        number = 2 if "ExclusiveStartKey" in request else 1
        page = {"Items": [{"id": {"S": f"id-{number}"}, "created": {"S": f"2026-11-0{number}"}}]}
        more = {} if number == 2 else {"LastEvaluatedKey": {"id": {"S": "id-1"}}}
        return Answer(body=json.dumps(page | more).encode())

    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    service = FakeService(scanned)
    with serving(service, "AWS_ENDPOINT_URL_DYNAMODB"):
        yield service


def test_a_refused_page_is_asked_for_again(service, tmp_path):
    # given: a table that is busy
    service.next += [refusal("ProvisionedThroughputExceededException")]
    path = tmp_path / "c.jsonl"

    write_table("corrections", path, now=NOW, progress=False)

    assert [item["id"] for item in written(path)] == ["id-1", "id-2"]
    requests = [request for _, _, request in service.asked]
    assert all(request["ConsistentRead"] and request["TableName"] == "corrections" for request in requests)
    assert ["ExclusiveStartKey" in request for request in requests] == [False, False, True]


def test_half_an_answer_is_not_taken_for_the_end(service, tmp_path):
    service.next.append(Answer(body=b'{"Items": []}', cut=True))

    with pytest.raises(DataError, match="dynamodb://corrections cannot be read: an answer is incomplete"):
        write_table("corrections", tmp_path / "c.jsonl", now=NOW, progress=False)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("AccessDeniedException", r"may not be read with these credentials \(dynamodb:Scan\)$"),
        ("ValidationException", "cannot be read: .*ValidationException.*words of AWS"),
    ],
)
def test_a_table_that_may_not_be_read_says_so(service, tmp_path, code, message):
    service.next.append(refusal(code))

    with pytest.raises(DataError, match=f"^dynamodb://corrections {message}"):
        write_table("corrections", tmp_path / "c.jsonl", now=NOW, progress=False)


def test_no_credentials_say_so(monkeypatch, tmp_path):
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")

    with pytest.raises(
        DataError, match="dynamodb://corrections cannot be read: Unable to locate credentials"
    ):
        write_table("corrections", tmp_path / "c.jsonl", now=NOW, progress=False)


@pytest.mark.parametrize("address", ["dynamodb://", "dynamodb://a/b", "dynamodb://ab", "dynamodb://a b c"])
def test_what_names_no_table_is_refused(address):
    with pytest.raises(DataError, match="names no table; dynamodb://TABLE is needed"):
        table_name(address)


def test_a_table_is_named_by_its_address():
    assert table_name("dynamodb://newsdesk-prod.corrections_1") == "newsdesk-prod.corrections_1"
