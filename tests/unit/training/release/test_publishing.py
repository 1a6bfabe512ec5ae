from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from model.artifact import MANIFEST, open_artifact
from model.errors import ArtifactError
from tests.releases import make_release
from training.release import build_tarball
from training.release.errors import ReleaseError
from training.release.publishing import publish
from training.release.store import Store


def test_what_is_published_opens(store: Store, tmp_path: Path) -> None:
    done = publish(make_release(tmp_path), store)

    assert open_artifact(done.address) == open_artifact(tmp_path)
    assert done.sent[-1] == MANIFEST
    assert set(done.sent) == {path.name for path in tmp_path.iterdir()}
    assert done.size == sum(path.stat().st_size for path in tmp_path.iterdir())


def test_the_same_again_sends_nothing(store: Store, tmp_path: Path) -> None:
    first = publish(make_release(tmp_path), store)

    again = publish(tmp_path, store)

    assert again.sent == ()
    assert again.claim == first.claim


def test_who_comes_later_is_told_since_when_it_is_there(store: Store, s3: Any, tmp_path: Path) -> None:
    first = publish(make_release(tmp_path), store).claim
    old = replace(first, claimed="2020-01-01T00:00:00Z")
    key = "models/words/1.0.0/claim.json"
    s3.put_object(Bucket=store.bucket, Key=key, Body=old.to_json())

    assert publish(tmp_path, store).claim == old


def test_what_one_of_two_artifacts_lacks_is_told(store: Store, tmp_path: Path) -> None:
    publish(make_release(tmp_path), store)
    answers = (tmp_path / "answers.json").read_bytes()
    (tmp_path / "answers.json").unlink()
    make_release(tmp_path / "other", "1.1.0")
    (tmp_path / "other" / "answers.json").unlink()
    publish(tmp_path / "other", store)

    with pytest.raises(ReleaseError, match=r"c0ffee: it has answers\.json, which yours lacks; a release"):
        publish(tmp_path, store)
    with pytest.raises(ReleaseError, match=r"c0ffee: it lacks answers\.json, which yours has; a release"):
        publish(tmp_path / "other", store, answers=answers)


def test_a_version_that_is_taken_is_told_with_what_differs(store: Store, tmp_path: Path) -> None:
    publish(make_release(tmp_path / "mine"), store)
    other = make_release(tmp_path / "other", card=b"# another\n")

    with pytest.raises(ReleaseError) as caught:
        publish(other, store)

    assert str(caught.value).startswith("words 1.0.0 is taken since 2")
    assert "by an artifact made at code revision c0ffee: MODEL_CARD.md, manifest.json differ" in str(
        caught.value
    )
    assert open_artifact(f"{store.uri()}/models/words/1.0.0") == open_artifact(tmp_path / "mine")


def test_a_tampered_artifact_is_not_published(store: Store, tmp_path: Path) -> None:
    (make_release(tmp_path) / "MODEL_CARD.md").write_text("better than it is")

    with pytest.raises(ArtifactError, match="its manifest says"):
        publish(tmp_path, store)

    assert store.listing("models") == {}


def test_the_version_is_that_of_the_manifest(store: Store, tmp_path: Path) -> None:
    make_release(tmp_path)

    with pytest.raises(ReleaseError, match=r"is version 1\.0\.0, not 2\.0\.0: its manifest says so"):
        publish(tmp_path, store, version="2.0.0")

    assert publish(tmp_path, store, version="1.0.0").sent


@pytest.mark.parametrize(("name", "version"), [("words", "stages"), ("words", "1/0"), ("../words", "1.0.0")])
def test_what_cannot_be_a_key_is_refused_before_anything_is_sent(
    store: Store, tmp_path: Path, name: str, version: str
) -> None:
    make_release(tmp_path, version, name=name)

    with pytest.raises(ReleaseError, match="cannot be used"):
        publish(tmp_path, store)

    assert store.listing("models") == {}


def test_a_file_too_large_for_one_request_is_refused(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.release.publishing.LARGEST", 5)

    with pytest.raises(ReleaseError, match=r"one request to S3 carries"):
        publish(make_release(tmp_path), store)


def test_a_tarball_goes_along_if_it_is_of_this_artifact(store: Store, tmp_path: Path) -> None:
    mine, other = make_release(tmp_path / "mine"), make_release(tmp_path / "other", weight=2.0)
    tarball = tmp_path / "model.tar.gz"
    build_tarball(other, [], tarball)

    with pytest.raises(
        ReleaseError, match=r"was not packed from this artifact: its manifest\.json, model\.onnx differ"
    ):
        publish(mine, store, tarball=tarball)

    build_tarball(mine, [], tarball)
    assert "model.tar.gz" in publish(mine, store, tarball=tarball).sent


def test_answers_that_are_given_go_before_those_of_the_folder(store: Store, tmp_path: Path) -> None:
    publish(make_release(tmp_path), store, answers=b"{}")

    found = store.read("models/words/1.0.0/answers.json")
    assert found is not None
    assert found.content == b"{}"


def test_a_release_that_was_put_there_by_hand_is_not_claimed(store: Store, s3: Any, tmp_path: Path) -> None:
    make_release(tmp_path)
    s3.put_object(Bucket=store.bucket, Key="models/words/1.0.0/manifest.json", Body=b"{}")

    with pytest.raises(ReleaseError, match="is taken: there is a release that was put there by hand"):
        publish(tmp_path, store)


def test_a_stray_file_stops_the_publisher_and_nothing_is_visible(
    store: Store, s3: Any, tmp_path: Path
) -> None:
    make_release(tmp_path)
    s3.put_object(Bucket=store.bucket, Key="models/words/1.0.0/model.onnx", Body=b"stray")

    with pytest.raises(
        ReleaseError, match=r"model\.onnx is there with other content, which nobody published"
    ):
        publish(tmp_path, store)

    assert "models/words/1.0.0/manifest.json" not in store.listing("models")
