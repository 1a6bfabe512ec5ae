"""Corrections from a table and a bucket, over HTTP, into the next training set."""

import hashlib
import json
import os
import subprocess
import sys
import time

import pytest

from tests.started_api import ROOT
from tests.started_moto import REGION

TABLE = "newsdesk-prod-FeedbackTable-1AB2"
BUCKET = "corrections"
DESKS = ("Arts", "Health", "Sport")
ROWS = 600
ADDED = 400
LONG = "and everything else that there was to say about it " * 60
"""Makes a headline so long that a page of a scan, 1 MB, does not hold the table."""


def headline(number):
    return f"{number} {LONG}".strip()


def correction(number, text, label, *, minute, kept=True, expires=4_000_000_000):
    return {
        "id": f"id-{number}",
        "headline_key": hashlib.sha256(text.encode()).hexdigest(),
        **({"headline": text} if kept else {}),
        "label": label,
        "model": "desks",
        "version": "1.0.0",
        "predicted_label": "Sport",
        "created": f"2026-11-{1 + minute // 1440:02}T{minute // 60 % 24:02}:{minute % 60:02}:00.000Z",
        "expires": expires,
    }


IN_TABLE = [
    # every second headline of Arts in the files is called one of Health
    *(correction(n, headline(n), "Health", minute=n, kept=n % 12 == 0) for n in range(0, ROWS, 6)),
    *(correction(n, headline(n), "Arts", minute=n) for n in range(ROWS, ROWS + ADDED)),
    correction(9000, headline(0), "Sport", minute=2000, kept=False),
    correction(9001, headline(3), "Sport", minute=2001, expires=int(time.time()) - 60),
    correction(9002, "In the test alone", "Sport", minute=2002),
]
IN_BUCKET = [
    correction(9003, headline(6), "Old desk", minute=2003),
    correction(9004, "Only in the bucket", "Health", minute=2004),
    IN_TABLE[1],
]


def attributes(item):
    return {
        name: {"N": str(value)} if isinstance(value, int) else {"S": value} for name, value in item.items()
    }


@pytest.fixture(scope="module")
def stored(aws):
    """A table of more than one page, and a bucket with the files."""
    dynamodb, s3 = aws.client("dynamodb"), aws.client("s3")
    dynamodb.create_table(
        TableName=TABLE,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    for start in range(0, len(IN_TABLE), 25):
        puts = [{"PutRequest": {"Item": attributes(item)}} for item in IN_TABLE[start : start + 25]]
        dynamodb.batch_write_item(RequestItems={TABLE: puts})
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    lines = {
        "train.csv": ["headline,label", *(f"{headline(n)},{DESKS[n % 3]}" for n in range(ROWS))],
        "test.csv": ["headline,label", "In the test alone,Arts", "Another,Health", "And another,Sport"],
        "corrections.jsonl": [json.dumps(item) for item in IN_BUCKET],
    }
    for name, some in lines.items():
        s3.put_object(Bucket=BUCKET, Key=name, Body="".join(f"{line}\n" for line in some).encode())
    return dynamodb


@pytest.fixture
def run(aws, stored):
    """Run `training.data`; returns its exit code, what it prints, and what it complains about."""

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "training.data", *map(str, arguments)],
            cwd=ROOT,
            env=os.environ | aws.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


def prepare(run, out, *feedback):
    files = [f"s3://{BUCKET}/train.csv", "--test", f"s3://{BUCKET}/test.csv", "--out", out]
    return run("prepare", *files, "--feedback", *feedback, "--map", "Old desk=Sport")


def rows(out, name):
    lines = (out / f"{name}.jsonl").read_text().splitlines()
    return {row["text"]: row for row in map(json.loads, lines)}


def test_a_table_and_a_file_change_the_training_set(run, stored, tmp_path):
    assert "LastEvaluatedKey" in stored.scan(TableName=TABLE)
    out = tmp_path / "out"

    code, printed, complaint = prepare(run, out, f"dynamodb://{TABLE}", f"s3://{BUCKET}/corrections.jsonl")

    assert (code, complaint) == (0, "")
    train, pool = rows(out, "train"), {**rows(out, "train"), **rows(out, "valid")}
    for number in range(ROWS):
        label = DESKS[number % 3] if number % 6 else {0: "Sport", 6: "Sport"}.get(number, "Health")
        assert pool[headline(number)]["label"] == label
    assert all(train[headline(number)]["label"] == "Arts" for number in range(ROWS, ROWS + ADDED))
    assert train["Only in the bucket"]["timestamp"] == "2026-11-02T09:24:00.000Z"
    assert rows(out, "test")["In the test alone"]["label"] == "Arts"
    assert "In the test alone" not in pool

    lines = printed.splitlines()
    found = lines.index("506 corrections read:")
    assert lines[found + 1 : found + 9] == [
        "      100  change the label of 100 training rows",
        "      401  add a headline to training",
        "        2  superseded by a newer one of the same headline",
        "        1  of a headline of the test file, not applied",
        "        1  repeated",
        "        1  expired",
        "among them:",
        "        2  headlines with different labels, of which the newest counts",
    ]
    assert run("show", out) == (0, printed, "")


def test_the_file_of_a_table_stands_for_the_table(run, tmp_path):
    exported = tmp_path / "corrections.jsonl"

    code, printed, _ = run("feedback", f"dynamodb://{TABLE}", "--out", exported)

    assert code == 0
    assert printed.splitlines()[2:] == [
        "desks said  Arts  Health  Sport  all",
        "Sport        400     100      2  502",
        "all          400     100      2  502",
        "",
        "1 expired, left out",
    ]
    created = [json.loads(line)["created"] for line in exported.read_text().splitlines()]
    assert created == sorted(created)
    prepare(run, tmp_path / "one", f"dynamodb://{TABLE}")
    prepare(run, tmp_path / "other", exported)
    one, other = (json.loads((tmp_path / name / "dataset.json").read_text()) for name in ("one", "other"))
    assert one["fingerprint"] == other["fingerprint"]
    assert [source["sha256"] for source in one["sources"]] == [
        source["sha256"] for source in other["sources"]
    ]
    assert one["sources"][-1] | {"sha256": ""} == {
        "split": "feedback",
        "file": f"dynamodb://{TABLE}",
        "format": "dynamodb",
        "rows": 502,
        "sha256": "",
    }


def test_what_cannot_be_had_is_one_message_and_leaves_nothing(run, tmp_path):
    for address, message in (
        ("dynamodb://elsewhere", f"error: dynamodb://elsewhere does not exist in {REGION}\n"),
        (f"s3://{BUCKET}/none.jsonl", f"error: s3://{BUCKET}/none.jsonl does not exist\n"),
    ):
        assert prepare(run, tmp_path / "out", address) == (1, "", message)
    assert not (tmp_path / "out").exists()
