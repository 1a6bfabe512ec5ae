import io
from pathlib import Path
from typing import Any

import pytest
from botocore.response import StreamingBody
from botocore.stub import ANY, Stubber

from model.artifact import sha256
from training.release.aws import client_of
from training.release.errors import ReleaseError
from training.release.store import Store


def create(store: Store, key: str, content: bytes) -> bool:
    return store.create(key, content, sha256(content))


def test_what_is_written_is_read(store: Store) -> None:
    assert create(store, "models/a", b"one")

    found = store.read("models/a")
    assert found is not None
    assert found.content == b"one"
    assert store.sha256("models/a") == sha256(b"one")
    assert store.read("models/b") is None
    assert store.sha256("models/b") is None


def test_nothing_is_overwritten_and_the_same_is_no_clash(store: Store) -> None:
    assert create(store, "a", b"one")

    assert not create(store, "a", b"two")
    assert create(store, "a", b"one")
    assert store.read("a").content == b"one"  # type: ignore[union-attr]


def test_an_object_without_a_checksum_is_read_to_be_compared(store: Store, s3: Any) -> None:
    s3.put_object(Bucket=store.bucket, Key="a", Body=b"one")

    assert store.holds("a", sha256(b"one"))
    assert not store.holds("a", sha256(b"two"))
    assert not store.holds("b", sha256(b"one"))


def test_a_file_is_watched_from_its_start_to_its_end(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 100_000)
    steps: list[int] = []

    store.create("a", path, sha256(path.read_bytes()), steps.append)

    assert sum(steps) == 100_000


def test_a_swap_wants_what_was_there(store: Store) -> None:
    assert store.swap("p", b"one", None)
    first = store.read("p")
    assert first is not None

    assert not store.swap("p", b"two", None)
    assert store.swap("p", b"two", first.etag)
    assert not store.swap("p", b"three", first.etag)
    assert store.swap("p", b"two", first.etag), "its own answer may have been lost"
    assert not store.swap("q", b"one", first.etag), "it was removed meanwhile"


def test_a_prefix_is_a_store_of_its_own(store: Store) -> None:
    inner = Store(f"s3://{store.bucket}/of/desk/")
    create(inner, "models/a", b"one")
    create(store, "models/b", b"two!")

    assert inner.uri("models/a") == f"s3://{store.bucket}/of/desk/models/a"
    assert {key: one.size for key, one in inner.listing("models").items()} == {"models/a": 3}
    assert {key: one.size for key, one in store.listing("models").items()} == {"models/b": 4}


def test_a_listing_has_more_than_one_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        create(store, f"models/{number}", b"x")
    paginator = store._client.get_paginator("list_objects_v2")
    pages = paginator.paginate(Bucket=store.bucket, Prefix="models/", PaginationConfig={"PageSize": 2})
    monkeypatch.setattr(type(paginator), "paginate", lambda *_, **__: pages)

    assert len(store.listing("models")) == 5


def test_an_address_without_a_bucket_is_refused() -> None:
    with pytest.raises(ValueError, match="'releases' is not s3://bucket/key"):
        Store("releases")


def test_a_missing_bucket_is_named(store: Store) -> None:
    nowhere = Store("s3://no-such-bucket-of-ours")

    for work in (lambda: nowhere.read("a"), lambda: nowhere.listing("a"), lambda: create(nowhere, "a", b"x")):
        with pytest.raises(ReleaseError, match="there is no bucket no-such-bucket-of-ours"):
            work()


def test_missing_credentials_are_said_with_the_way_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setattr("training.release.store.client_of", client_of)

    with pytest.raises(
        ReleaseError, match="there are no AWS credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID"
    ):
        store.read("a")


@pytest.fixture
def stubbed(store: Store) -> Stubber:
    """Answers in place of the server, one after the other."""
    return Stubber(store._client)


def test_a_refusal_names_the_object(store: Store, stubbed: Stubber) -> None:
    stubbed.add_client_error("put_object", "AccessDenied", "not you", 403)
    stubbed.add_client_error("get_object", "AccessDenied", "not you", 403)

    with stubbed:
        with pytest.raises(ReleaseError, match=f"cannot write s3://{store.bucket}/a: AWS does not allow it"):
            create(store, "a", b"one")
        with pytest.raises(ReleaseError, match=f"cannot read s3://{store.bucket}/a: AWS does not allow it"):
            store.read("a")


def test_a_conflict_is_tried_again(store: Store, stubbed: Stubber, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.release.store.time.sleep", lambda _: None)
    stubbed.add_client_error("put_object", "ConditionalRequestConflict", "again", 409)
    stubbed.add_response("put_object", {"ETag": "x"})

    with stubbed:
        assert create(store, "a", b"one")


def test_a_conflict_that_does_not_end_is_an_error(
    store: Store, stubbed: Stubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.release.store.time.sleep", lambda _: None)
    for _ in range(4):
        stubbed.add_client_error("put_object", "ConditionalRequestConflict", "again", 409)

    with stubbed, pytest.raises(ReleaseError, match="AWS says ConditionalRequestConflict: again"):
        create(store, "a", b"one")


def test_a_body_that_breaks_off_is_read_anew(store: Store, stubbed: Stubber) -> None:
    for content in (b"on", b"one"):
        body = StreamingBody(io.BytesIO(content), 3)
        stubbed.add_response("get_object", {"Body": body, "ETag": "x"}, {"Bucket": ANY, "Key": "a"})
    steps: list[int] = []

    with stubbed:
        assert store.sha256("a", steps.append) == sha256(b"one")

    assert sum(steps) == 3


def test_a_body_that_always_breaks_off_is_an_error(store: Store, stubbed: Stubber) -> None:
    for _ in range(4):
        stubbed.add_response("get_object", {"Body": StreamingBody(io.BytesIO(b"on"), 3), "ETag": "x"})

    with (
        stubbed,
        pytest.raises(ReleaseError, match=r"cannot read s3://.*2 read, but total bytes expected is 3"),
    ):
        store.read("a")
