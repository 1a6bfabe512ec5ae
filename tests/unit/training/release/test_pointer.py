import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from training.release.errors import ReleaseError
from training.release.pointer import KEPT, Pointer, Step, move, read_pointer
from training.release.store import Store

DIGEST = "ab" * 32


def step(version: str, **more: object) -> Step:
    return replace(Step(version, DIGEST, "2026-11-23T07:00:00Z"), **more)  # type: ignore[arg-type]


def pointer(*newest_first: Step) -> Pointer:
    return Pointer("words", "prod", newest_first[0], newest_first[1:], "etag")


def test_a_step_is_read_as_it_was_taken(store: Store) -> None:
    first, second = step("1.0.0", reason="first"), step("1.1.0", forced=("size: too large",), reason="now")

    move(store, "words", "prod", None, first)
    move(store, "words", "prod", read_pointer(store, "words", "prod"), second)

    found = read_pointer(store, "words", "prod")
    assert found is not None
    assert (found.step, found.history) == (second, (first,))


def test_it_is_kept_as_the_contract_says(store: Store) -> None:
    move(store, "words", "prod", None, step("1.0.0"))
    move(store, "words", "prod", read_pointer(store, "words", "prod"), step("1.1.0", reason="better"))

    found = store.read("models/words/stages/prod.json")
    assert found is not None
    assert json.loads(found.content) == {
        "name": "words",
        "stage": "prod",
        "version": "1.1.0",
        "manifest": DIGEST,
        "promoted": "2026-11-23T07:00:00Z",
        "reason": "better",
        "history": [{"version": "1.0.0", "manifest": DIGEST, "promoted": "2026-11-23T07:00:00Z"}],
    }


def test_who_has_not_seen_the_last_step_is_told(store: Store, s3: Any) -> None:
    move(store, "words", "prod", None, step("1.0.0"))
    seen = read_pointer(store, "words", "prod")
    move(store, "words", "prod", seen, step("1.1.0"))

    for was in (seen, None):
        with pytest.raises(
            ReleaseError, match=r"somebody else moved prod of words at the same time: it is 1\.1\.0 since"
        ):
            move(store, "words", "prod", was, step("1.2.0"))

    s3.delete_object(Bucket=store.bucket, Key="models/words/stages/prod.json")
    with pytest.raises(ReleaseError, match="it is gone"):
        move(store, "words", "prod", seen, step("1.2.0"))


def test_the_history_has_an_end(store: Store) -> None:
    for number in range(KEPT + 3):
        move(store, "words", "prod", read_pointer(store, "words", "prod"), step(f"1.{number}.0"))

    found = read_pointer(store, "words", "prod")
    assert found is not None
    assert [one.version for one in found.history] == [f"1.{number}.0" for number in range(KEPT + 1, 1, -1)]


def test_a_rollback_goes_back_through_what_was_promoted() -> None:
    back = step("1.1.0", rolled_back=True)
    promoted = [step("1.2.0"), step("1.1.0"), step("1.0.0")]

    assert [one.version for one in pointer(*promoted).behind] == ["1.1.0", "1.0.0"]
    assert [one.version for one in pointer(back, *promoted).behind] == ["1.0.0"]
    assert pointer(step("1.0.0", rolled_back=True), back, *promoted).behind == ()
    assert [one.version for one in pointer(step("1.3.0"), back, *promoted).behind] == ["1.1.0", "1.0.0"]


def test_a_rollback_forward_stands_on_what_it_came_from() -> None:
    steps = [step("1.1.0", rolled_back=True), step("1.0.0", rolled_back=True), step("1.1.0"), step("1.0.0")]

    assert [one.version for one in pointer(*steps).behind] == ["1.0.0"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "other"}, "it is that of other, prod"),
        ({"manifest": "x"}, "manifest 'x' is no SHA-256"),
        ({"version": "../x"}, r"version '\.\./x' cannot be used"),
        ({"history": [{}]}, "version"),
        ({"history": 1}, "is damaged"),
    ],
)
def test_a_damaged_pointer_is_named(store: Store, change: dict[str, object], said: str) -> None:
    content = {"name": "words", "stage": "prod", **step("1.0.0").content(), "history": [], **change}
    store.swap("models/words/stages/prod.json", json.dumps(content).encode(), None)

    with pytest.raises(ReleaseError, match=said) as caught:
        read_pointer(store, "words", "prod")

    assert "stages/prod.json is damaged" in str(caught.value)


def test_what_is_no_json_is_named(store: Store, tmp_path: Path) -> None:
    store.swap("models/words/stages/prod.json", b"<html>", None)

    with pytest.raises(ReleaseError, match="is damaged"):
        read_pointer(store, "words", "prod")


def test_nothing_was_promoted_yet(store: Store) -> None:
    assert read_pointer(store, "words", "prod") is None
